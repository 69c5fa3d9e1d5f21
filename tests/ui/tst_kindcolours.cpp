#include "resourcelocator.h"
#include "style/appearance.h"
#include "style/contrast.h"
#include "style/kindcolours.h"
#include "style/theme.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QWidget>

#include <cmath>

using namespace inceptoscope;

namespace {

constexpr std::array families{LayerKind::Convolution, LayerKind::MaxPool, LayerKind::Concatenation,
                              LayerKind::ResidualAdd, LayerKind::Linear,  LayerKind::Softmax};

using Matrix = std::array<std::array<double, 3>, 3>;
using Triple = std::array<double, 3>;

/// Of linear RGB, for complete loss of one kind of cone: Machado, Oliveira and Fernandes, "A
/// Physiologically-based Model for Simulation of Color Vision Deficiency" (2009).
constexpr Matrix everything{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix protanopia{{{0.152286, 1.052583, -0.204868},
                             {0.114503, 0.786281, 0.099216},
                             {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix deuteranopia{{{0.367322, 0.860646, -0.227968},
                               {0.280085, 0.672501, 0.047413},
                               {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix tritanopia{{{1.255528, -0.076749, -0.178779},
                             {-0.078411, 0.930809, 0.147602},
                             {0.004733, 0.691367, 0.303900}}};
constexpr Matrix toXyz{
    {{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}};

Triple times(const Matrix &matrix, const Triple &vector)
{
    Triple product{};
    for (std::size_t row = 0; row < 3; ++row) {
        for (std::size_t column = 0; column < 3; ++column)
            product.at(row) += matrix.at(row).at(column) * vector.at(column);
    }
    return product;
}

Triple linear(const QColor &colour)
{
    Triple parts{colour.redF(), colour.greenF(), colour.blueF()};
    for (double &part : parts)
        part = part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    return parts;
}

/// CIE L*a*b*, where equal distances look equally large.
Triple lab(const QColor &colour, const Matrix &seenBy)
{
    Triple seen = times(seenBy, linear(colour));
    for (double &part : seen)
        part = std::clamp(part, 0.0, 1.0);
    const Triple xyz = times(toXyz, seen);
    const auto bent = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = bent(xyz[0] / 0.95047);
    const double y = bent(xyz[1]);
    const double z = bent(xyz[2] / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double difference(const Triple &a, const Triple &b)
{
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

QByteArray shipped()
{
    QFile file(resourcePath("style/kindcolours.json"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class KindColoursTest : public QObject
{
    Q_OBJECT

private slots:
    void theFileIsAsBuiltIn()
    {
        const auto colours = readKindColours(resourcePath("style/kindcolours.json"));
        QVERIFY2(colours, colours ? "" : colours.error().message.c_str());
        QCOMPARE(*colours, KindColours::builtIn());
    }

    void textIsToldFromEveryFill_data() { appearances(); }
    void textIsToldFromEveryFill()
    {
        QFETCH(Appearance, appearance);
        const Theme theme = Theme::fromPalette(paletteOf(appearance));
        for (const LayerKind kind : families) {
            const double contrast = contrastRatio(theme.text, theme.fill(kind));
            QVERIFY2(contrast >= 4.5, kindName(kind).data());
        }
        QVERIFY(contrastRatio(theme.secondaryText, theme.background) >= 4.5);
    }

    void colourBlindPeopleTellKindsApart_data() { appearances(); }
    void colourBlindPeopleTellKindsApart()
    {
        QFETCH(Appearance, appearance);
        constexpr double clearly = 10.0; // 2.3 is just noticeable
        const Theme theme = Theme::fromPalette(paletteOf(appearance));
        for (const Matrix &eye : {everything, protanopia, deuteranopia, tritanopia}) {
            for (const LayerKind a : families) {
                for (const LayerKind b : families) {
                    const double apart =
                        difference(lab(theme.stroke(a), eye), lab(theme.stroke(b), eye));
                    QVERIFY2(a == b || apart >= clearly,
                             qPrintable(QStringLiteral("%1 %2 %3")
                                            .arg(kindName(a).data(), kindName(b).data(),
                                                 QString::number(apart))));
                }
            }
        }
    }

    void damagedFilesSayWhy_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("reason");
        const auto changed = [](const char *from, const char *to) {
            return shipped().replace(from, to);
        };
        QTest::newRow("cut") << shipped().left(300) << "no JSON at byte 301 (";
        QTest::newRow("empty") << QByteArray() << "no JSON at byte 0 (";
        QTest::newRow("other JSON")
            << QByteArray("[1, 2]") << "light.fillShare is not a number from 0 to 1;";
        QTest::newRow("no colour")
            << changed("#0072b2", "#0072zz")
            << "light.kinds.convolution is not a colour such as \"#0072b2\";";
        QTest::newRow("missing") << changed("\"pooling\"", "\"polling\"")
                                 << "light.kinds.pooling is not a colour such as \"#0072b2\";";
        QTest::newRow("share") << changed("0.35", "3.5")
                               << "dark.fillShare is not a number from 0 to 1;";
        QTest::newRow("too dark") << changed("\"fillShare\": 0.18", "\"fillShare\": 1.0")
                                  << "text on light.kinds.convolution has a contrast of ";
    }

    void damagedFilesSayWhy()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, reason);
        const auto colours = parseKindColours(json, "kinds.json");
        QVERIFY(!colours);
        const QString message = QString::fromStdString(colours.error().message);
        QVERIFY2(message.startsWith("kinds.json: " + reason), qPrintable(message));
        QVERIFY2(message.endsWith("; the built-in colours are used"), qPrintable(message));
    }

    void aMissingFileIsNamed()
    {
        const auto colours = readKindColours("/no/such/kinds.json");
        QVERIFY(!colours);
        QVERIFY(QString::fromStdString(colours.error().message)
                    .startsWith("/no/such/kinds.json cannot be read: "));
    }

    /// It may be with a worker that draws.
    void aThemeKeepsItsColours()
    {
        const Theme before = Theme::fromPalette(paletteOf(Appearance::Light));
        const QColor fill = before.fill(LayerKind::Convolution);
        const QColor stroke = before.stroke(LayerKind::Convolution);
        KindColours colours = KindColours::builtIn();
        colours.light.hues.front() = Qt::red;
        applyKindColours(colours);
        QCOMPARE(before.fill(LayerKind::Convolution), fill);
        QCOMPARE(before.stroke(LayerKind::Convolution), stroke);
        QVERIFY(Theme::fromPalette(paletteOf(Appearance::Light)).fill(LayerKind::Convolution)
                != fill);
        applyKindColours(KindColours::builtIn());
    }

    void appliedColoursAreDrawn()
    {
        KindColours colours = KindColours::builtIn();
        colours.light.hues.front() = Qt::red;
        colours.light.fillShare = 0.5;
        applyKindColours(colours);
        const Theme theme = Theme::fromPalette(paletteOf(Appearance::Light));
        QCOMPARE(theme.fill(LayerKind::Convolution), QColor(255, 127, 127));
        applyKindColours(KindColours::builtIn());
    }

private:
    static void appearances()
    {
        QTest::addColumn<Appearance>("appearance");
        QTest::newRow("light") << Appearance::Light;
        QTest::newRow("dark") << Appearance::Dark;
    }
};

Q_DECLARE_METATYPE(inceptoscope::Appearance)

QTEST_MAIN(KindColoursTest)
#include "tst_kindcolours.moc"
