#include "diagram/overlayscale.h"

#include "style/contrast.h"

#include <algorithm>
#include <cmath>

namespace inceptoscope {

double OverlayScale::position(double value) const
{
    const auto mapped = [this](double x) { return isLogarithmic ? std::log(x) : x; };
    if (isLogarithmic && value <= 0.0)
        return 0.0;
    const double span = mapped(greatest) - mapped(least);
    if (span > 0.0)
        return std::clamp((mapped(value) - mapped(least)) / span, 0.0, 1.0);
    return greatest > 0.0 ? 1.0 : 0.0;
}

std::optional<double> overlayValueAt(const DiagramNode &node, const OverlayValues &overlay)
{
    if (node.isFrame() || node.form == DiagramNode::Form::Scale
        || node.form == DiagramNode::Form::Activation)
        return {};
    const auto found = overlay.values.constFind(node.id);
    return found == overlay.values.constEnd() ? std::nullopt : std::optional(*found);
}

std::optional<OverlayScale> overlayScale(const DiagramSpec &spec, const OverlayValues &overlay)
{
    const bool isLogarithmic = overlay.overlay == Overlay::Energy;
    std::vector<double> shown;
    for (const DiagramNode &node : spec.nodes) {
        if (const auto value = overlayValueAt(node, overlay))
            shown.push_back(*value);
    }
    if (shown.empty())
        return {};
    if (overlay.overlay == Overlay::Zeros)
        return OverlayScale{0.0, 1.0, false};
    if (isLogarithmic)
        std::erase_if(shown, [](double value) { return value <= 0.0; });
    if (shown.empty())
        return OverlayScale{};
    const auto [least, greatest] = std::ranges::minmax(shown);
    return OverlayScale{isLogarithmic ? least : 0.0, greatest, isLogarithmic};
}

QColor overlayColour(const OverlayScale &scale, double value)
{
    return QColor::fromRgb(colourOf(overlayColours, scale.position(value)));
}

QColor textColourOn(const QColor &background)
{
    const bool isBlackBetter =
        contrastRatio(Qt::black, background) >= contrastRatio(Qt::white, background);
    return isBlackBetter ? Qt::black : Qt::white;
}

} // namespace inceptoscope
