#include "compare/comparisontexts.h"

#include "texts/percenttext.h"

#include <QCoreApplication>

namespace inceptoscope {

bool agree(const Prediction &a, const Prediction &b)
{
    return a.label.compare(b.label, Qt::CaseInsensitive) == 0;
}

QString agreementText(const Prediction &a, const Prediction &b)
{
    const QString ofA = percentText(a.probability);
    const QString ofB = percentText(b.probability);
    if (agree(a, b))
        return QCoreApplication::translate("Comparison", "Both say %1: %2 and %3")
            .arg(a.label, ofA, ofB);
    return QCoreApplication::translate("Comparison",
                                       "They disagree: A says %1 (%2), B says %3 (%4)")
        .arg(a.label, ofA, b.label, ofB);
}

QString answersText(const Prediction &a, const Prediction &b)
{
    return QCoreApplication::translate("Comparison", "A is %1 (%2), B is %3 (%4)")
        .arg(a.label, percentText(a.probability), b.label, percentText(b.probability));
}

} // namespace inceptoscope
