#include "texts/numbertext.h"

#include <QLocale>

#include <algorithm>
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

QString threeDigits(double number)
{
    const QString text = QString::number(number, 'e', 2); // rounds before digits are counted
    const int exponent = text.mid(text.indexOf(u'e') + 1).toInt();
    if (!std::isfinite(number) || number == 0.0 || exponent < -4 || exponent > 5)
        return QString::number(number, 'g', 3);
    return QString::number(number, 'f', std::max(0, 2 - exponent));
}

} // namespace inceptoscope
