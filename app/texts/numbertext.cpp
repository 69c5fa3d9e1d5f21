#include "texts/numbertext.h"

#include <QLocale>

#include <array>
#include <cmath>

namespace inceptoscope {

QString groupedNumber(qint64 number)
{
    const QLocale locale;
    // The C locale does not group.
    return (locale == QLocale::c() ? QLocale(QLocale::English) : locale).toString(number);
}

QString prefixedNumber(double number)
{
    constexpr std::array prefixes{"", " k", " M", " G", " T"};
    std::size_t prefix = 0;
    while (std::abs(number) >= 999.5 && prefix + 1 < prefixes.size()) {
        number /= 1000.0;
        ++prefix;
    }
    const double size = std::abs(number);
    const int decimals = size >= 99.95 || prefix == 0 ? 0 : size >= 9.995 ? 1 : 2;
    return QString::number(number, 'f', decimals) + QLatin1String(prefixes.at(prefix));
}

} // namespace inceptoscope
