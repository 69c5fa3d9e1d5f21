#include "images/shownname.h"

#include <QList>

namespace inceptoscope {

/// Parts of ordinary words and emoji, though they have no picture of their own.
static bool isJoiner(char32_t character)
{
    return character == 0x200C || character == 0x200D;
}

static QString escaped(char32_t character)
{
    switch (character) {
    case U'\n':
        return QStringLiteral("\\n");
    case U'\r':
        return QStringLiteral("\\r");
    case U'\t':
        return QStringLiteral("\\t");
    default:
        return QStringLiteral("\\u%1").arg(static_cast<uint>(character), 4, 16, QLatin1Char('0'));
    }
}

QString shownName(const QString &name)
{
    QString shown;
    shown.reserve(name.size());
    for (const char32_t character : name.toUcs4()) {
        if (QChar::isPrint(character) || isJoiner(character))
            shown += QString::fromUcs4(&character, 1);
        else
            shown += escaped(character);
    }
    return shown;
}

} // namespace inceptoscope
