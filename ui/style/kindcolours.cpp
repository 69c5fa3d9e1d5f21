#include "style/kindcolours.h"

#include "images/shownname.h"
#include "style/appearance.h"
#include "style/contrast.h"
#include "style/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QWidget>

namespace inceptoscope {

namespace {

constexpr std::array familyNames{"convolution", "pooling", "concatenation",
                                 "addition",    "linear",  "other"};
constexpr double leastContrast = 4.5;
/// The file is less than a kilobyte; a megabyte is a mistake.
constexpr qint64 mostBytes = 1 << 20;

KindColours &inUse()
{
    static KindColours colours = KindColours::builtIn();
    return colours;
}

class Reader
{
public:
    explicit Reader(QString name)
        : m_name(std::move(name))
    {
    }

    Expected<KindColours> read(const QByteArray &json) const;

private:
    tl::unexpected<Error> refused(const QString &reason) const
    {
        return failure(
            QApplication::translate("KindColours", "%1: %2; the built-in colours are used")
                .arg(shownName(m_name), reason)
                .toStdString());
    }
    Expected<KindShades> shades(const QJsonObject &all, const QString &appearance) const;
    Expected<double> share(const QJsonObject &object, const QString &appearance,
                           const QString &key) const;
    Expected<void> check(const KindShades &shades, const QString &appearance,
                         const QPalette &palette) const;

    QString m_name;
};

QString translated(const char *text)
{
    return QApplication::translate("KindColours", text);
}

Expected<KindColours> Reader::read(const QByteArray &json) const
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return refused(
            translated("no JSON at byte %1 (%2)").arg(error.offset).arg(error.errorString()));
    const QJsonObject all = document.object();
    auto light = shades(all, QStringLiteral("light"));
    if (!light)
        return tl::unexpected(light.error());
    auto dark = shades(all, QStringLiteral("dark"));
    if (!dark)
        return tl::unexpected(dark.error());
    for (const auto &[each, appearance] :
         {std::pair(&*light, Appearance::Light), std::pair(&*dark, Appearance::Dark)}) {
        if (auto checked = check(*each, appearanceName(appearance), paletteOf(appearance));
            !checked)
            return tl::unexpected(checked.error());
    }
    return KindColours{*light, *dark};
}

Expected<double> Reader::share(const QJsonObject &object, const QString &appearance,
                               const QString &key) const
{
    const QJsonValue value = object.value(key);
    if (!value.isDouble() || value.toDouble() < 0.0 || value.toDouble() > 1.0)
        return refused(translated("%1.%2 is not a number from 0 to 1").arg(appearance, key));
    return value.toDouble();
}

Expected<KindShades> Reader::shades(const QJsonObject &all, const QString &appearance) const
{
    const QJsonObject object = all.value(appearance).toObject();
    const auto fill = share(object, appearance, QStringLiteral("fillShare"));
    if (!fill)
        return tl::unexpected(fill.error());
    const auto text = share(object, appearance, QStringLiteral("textShare"));
    if (!text)
        return tl::unexpected(text.error());
    KindShades shades{{}, *fill, *text};
    const QJsonObject kinds = object.value(QStringLiteral("kinds")).toObject();
    for (std::size_t i = 0; i < familyNames.size(); ++i) {
        const QString name = QLatin1String(familyNames.at(i));
        const QColor colour(kinds.value(name).toString());
        if (!colour.isValid() || colour.alpha() != 255)
            return refused(translated("%1.kinds.%2 is not a colour such as \"#0072b2\"")
                               .arg(appearance, name));
        shades.hues.at(i) = colour;
    }
    return shades;
}

/// Of text on every fill, with the program's own palette of that appearance.
Expected<void> Reader::check(const KindShades &shades, const QString &appearance,
                             const QPalette &palette) const
{
    const QColor text = palette.color(QPalette::Text);
    for (std::size_t i = 0; i < familyNames.size(); ++i) {
        const QColor fill =
            mixed(palette.color(QPalette::Base), shades.hues.at(i), shades.fillShare);
        if (contrastRatio(text, fill) < leastContrast)
            return refused(
                translated("text on %1.kinds.%2 has a contrast of %3:1, and 4.5:1 is the least")
                    .arg(appearance, QLatin1String(familyNames.at(i)))
                    .arg(contrastRatio(text, fill), 0, 'f', 1));
    }
    return {};
}

} // namespace

KindFamily familyOf(LayerKind kind)
{
    switch (kind) {
    case LayerKind::Convolution:
        return KindFamily::Convolution;
    case LayerKind::MaxPool:
    case LayerKind::AveragePool:
    case LayerKind::GlobalAveragePool:
        return KindFamily::Pooling;
    case LayerKind::Concatenation:
        return KindFamily::Concatenation;
    case LayerKind::ResidualAdd:
        return KindFamily::Addition;
    case LayerKind::Linear:
        return KindFamily::Linear;
    case LayerKind::Dropout:
    case LayerKind::Softmax:
        break;
    }
    return KindFamily::Other;
}

const QColor &KindShades::hue(LayerKind kind) const
{
    return hues.at(static_cast<std::size_t>(familyOf(kind)));
}

QColor KindShades::fill(LayerKind kind, const QColor &background) const
{
    return mixed(background, hue(kind), fillShare);
}

QColor KindShades::stroke(LayerKind kind, const QColor &text) const
{
    return mixed(hue(kind), text, textShare);
}

KindColours KindColours::builtIn()
{
    std::array hues{QColor(0x00, 0x72, 0xb2), QColor(0x00, 0x9e, 0x73), QColor(0xe6, 0x9f, 0x00),
                    QColor(0xd5, 0x5e, 0x00), QColor(0xcc, 0x79, 0xa7), QColor(0x60, 0x60, 0x60)};
    const KindShades light{hues, 0.18, 0.1};
    hues.back() = QColor(0xc0, 0xc0, 0xc0);
    return {light, {hues, 0.35, 0.25}};
}

const KindColours &KindColours::current()
{
    return inUse();
}

Expected<KindColours> parseKindColours(const QByteArray &json, const QString &name)
{
    return Reader(name).read(json);
}

Expected<KindColours> readKindColours(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(translated("%1 cannot be read: %2; the built-in colours are used")
                           .arg(shownName(path), file.errorString())
                           .toStdString());
    return parseKindColours(file.read(mostBytes), path);
}

void applyKindColours(const KindColours &colours)
{
    if (colours == inUse())
        return;
    inUse() = colours;
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) {
        QEvent change(QEvent::PaletteChange); // pictures that were made with the colours before
        QApplication::sendEvent(widget, &change);
        widget->update();
    }
}

} // namespace inceptoscope
