#include "resourcelocator.h"
#include "style/appearance.h"
#include "style/contrast.h"
#include "style/kindcolours.h"
#include "style/theme.h"
#include "support/colourvision.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <QWidget>

#include <array>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

constexpr std::array families{LayerKind::Convolution, LayerKind::MaxPool, LayerKind::Concatenation,
                              LayerKind::ResidualAdd, LayerKind::Linear,  LayerKind::Softmax};

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
        for (const Matrix &eye : eyes) {
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
