#include "texts/clocktext.h"

#include <cmath>

namespace inceptoscope {

QString clockText(double seconds)
{
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    const auto whole = static_cast<qint64>(std::ceil(seconds));
    const auto two = [](qint64 number) { return QString::number(number).rightJustified(2, u'0'); };
    const QString clock = two(whole % minute);
    if (whole < hour)
        return QString::number(whole / minute) + u':' + clock;
    return QString::number(whole / hour) + u':' + two(whole % hour / minute) + u':' + clock;
}

} // namespace inceptoscope
