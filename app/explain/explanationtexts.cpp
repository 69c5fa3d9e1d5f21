#include "explain/explanationtexts.h"

#include "render/saliencyimage.h"
#include "render/valuetext.h"

#include <QCoreApplication>

#include <algorithm>

namespace inceptoscope {

static QString translated(const char *text)
{
    return QCoreApplication::translate("Explanation", text);
}

QString methodName(SaliencyMethod method)
{
    switch (method) {
    case SaliencyMethod::GradCam:
        return translated("Grad-CAM");
    case SaliencyMethod::ClassActivation:
        return translated("Class activation");
    case SaliencyMethod::Occlusion:
        break;
    }
    return translated("Occlusion");
}

static QString valuesOf(SaliencyMethod method)
{
    switch (method) {
    case SaliencyMethod::GradCam:
        return translated("logit, own scale");
    case SaliencyMethod::ClassActivation:
        return translated("logit, mean of the map");
    case SaliencyMethod::Occlusion:
        break;
    }
    return translated("fall of the logit");
}

ScaleText scaleTextOf(const SaliencyMap &map)
{
    const ValueRange range = rangeOf(map);
    return {valueText(double{range.low}), valueText(double{range.high}), valuesOf(map.method)};
}

QString className(const Explanation &explanation)
{
    for (const Prediction &prediction : explanation.request.answer->predictions) {
        if (prediction.index == explanation.request.classIndex)
            return prediction.label;
    }
    return {};
}

QString nothingText(const Explanation &explanation)
{
    const auto isZero = [](float value) { return value == 0.0F; };
    if (!explanation.isComplete() || !std::ranges::all_of(explanation.map.values, isZero))
        return {};
    switch (explanation.map.method) {
    case SaliencyMethod::GradCam:
        return translated("Nothing there raises %1: the map is zero.").arg(className(explanation));
    case SaliencyMethod::ClassActivation:
        return translated("Nothing speaks for or against %1: the map is zero.")
            .arg(className(explanation));
    case SaliencyMethod::Occlusion:
        break;
    }
    return translated("Covering it changes nothing for %1: the map is zero.")
        .arg(className(explanation));
}

QString gridText(const Extent &grid)
{
    return QStringLiteral("%1×%2").arg(grid.height).arg(grid.width);
}

} // namespace inceptoscope
