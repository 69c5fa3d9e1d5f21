#include "curves/paperfigures.h"

#include <QCoreApplication>

namespace inceptoscope {

static QString tr(const char *text)
{
    return QCoreApplication::translate("PaperFigures", text);
}

std::vector<PaperFigure> paperFigures()
{
    constexpr int first = 1; // Inception-v3 and Inception-ResNet-v1
    constexpr int second = 2;
    using enum CurveMetric;
    return {{21, tr("Inception-v3 and Inception-ResNet-v1, top-1 error"), TopOneError, first},
            {22, tr("Inception-v3 and Inception-ResNet-v1, top-5 error"), TopFiveError, first},
            {23, tr("Inception-v4 and Inception-ResNet-v2, top-1 error"), TopOneError, second},
            {24, tr("Inception-v4 and Inception-ResNet-v2, top-5 error"), TopFiveError, second},
            {25, tr("All four networks, top-5 error"), TopFiveError},
            {26, tr("All four networks, top-1 error"), TopOneError}};
}

std::vector<bool> runsIn(const PaperFigure &figure, const std::vector<RunLog> &runs)
{
    std::vector<bool> isIn;
    for (const RunLog &run : runs) {
        const auto pair = paperPairOf(run);
        isIn.push_back(pair && (!figure.pair || pair == figure.pair));
    }
    return isIn;
}

} // namespace inceptoscope
