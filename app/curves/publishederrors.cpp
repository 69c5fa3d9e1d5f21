#include "curves/publishederrors.h"

namespace inceptoscope {

std::vector<ReferenceLine> publishedErrors(CurveMetric metric)
{
    switch (metric) {
    case CurveMetric::TopOneError:
        return {{QStringLiteral("Inception-ResNet-v2"), 19.9},
                {QStringLiteral("Inception-v4"), 20.0},
                {QStringLiteral("Inception-v3"), 21.2},
                {QStringLiteral("Inception-ResNet-v1"), 21.3},
                {QStringLiteral("BN-Inception"), 25.2}};
    case CurveMetric::TopFiveError:
        return {{QStringLiteral("Inception-ResNet-v2"), 4.9},
                {QStringLiteral("Inception-v4"), 5.0},
                {QStringLiteral("Inception-ResNet-v1"), 5.5},
                {QStringLiteral("Inception-v3"), 5.6},
                {QStringLiteral("BN-Inception"), 7.8}};
    case CurveMetric::Loss:
    case CurveMetric::Tag:
        break;
    }
    return {};
}

} // namespace inceptoscope
