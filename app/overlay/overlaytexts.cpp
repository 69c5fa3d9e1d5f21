#include "overlay/overlaytexts.h"

#include "render/valuetext.h"
#include "texts/numbertext.h"
#include "texts/percenttext.h"

#include <QCoreApplication>

#include <cmath>

namespace inceptoscope {

static QString translated(const char *text)
{
    return QCoreApplication::translate("Overlay", text);
}

/// Bytes to three digits: "1.06 MB".
static QString bytesText(double bytes)
{
    const QString text = prefixedNumber(bytes);
    return (text.contains(u' ') ? text : text + u' ') + u'B';
}

static QString millisecondsText(double milliseconds)
{
    return translated("%1 ms").arg(valueText(milliseconds));
}

QList<Overlay> allOverlays()
{
    return {Overlay::None,         Overlay::Energy,     Overlay::Zeros,  Overlay::ResidualRatio,
            Overlay::MultiplyAdds, Overlay::Parameters, Overlay::Memory, Overlay::Time};
}

QString overlayName(Overlay overlay)
{
    switch (overlay) {
    case Overlay::None:
        return translated("None");
    case Overlay::Energy:
        return translated("Activation energy");
    case Overlay::Zeros:
        return translated("Share of zeros");
    case Overlay::ResidualRatio:
        return translated("Residual to trunk");
    case Overlay::MultiplyAdds:
        return translated("Multiply-adds");
    case Overlay::Parameters:
        return translated("Parameters");
    case Overlay::Memory:
        return translated("Memory of the output");
    case Overlay::Time:
        return translated("Time per layer");
    }
    return {};
}

QString overlayExplanation(Overlay overlay)
{
    switch (overlay) {
    case Overlay::None:
        return translated("Boxes are coloured by the kind of layer");
    case Overlay::Energy:
        return translated("Mean square of the output for the selected photo; of a stage or block "
                          "that of its output");
    case Overlay::Zeros:
        return translated("Share of the output that is zero for the selected photo; of a stage or "
                          "block that of its output");
    case Overlay::ResidualRatio:
        return translated("RMS of what a residual block adds, after scaling, to the RMS of its "
                          "trunk, for the selected photo; of a stage that of its last block");
    case Overlay::MultiplyAdds:
        return translated("Of convolutions and linear layers, for one picture; of a stage or block "
                          "the sum");
    case Overlay::Parameters:
        return translated("Trainable ones; of a stage or block the sum");
    case Overlay::Memory:
        return translated("Bytes of the output as float32; of a stage or block those of its "
                          "output");
    case Overlay::Time:
        return translated("Measured here: medians of 5 passes of their own with a look at the "
                          "clock after each step. What is computed along with another layer takes "
                          "0; convolutions computed as one share by their multiply-adds; of a "
                          "stage or block the sum");
    }
    return {};
}

QString overlayValueText(Overlay overlay, double value)
{
    switch (overlay) {
    case Overlay::None:
        return {};
    case Overlay::Energy:
        return translated("energy %1 (mean square)").arg(valueText(value));
    case Overlay::Zeros:
        return translated("%1 zeros").arg(percentText(value));
    case Overlay::ResidualRatio:
        return translated("residual %1 times the trunk (RMS)").arg(valueText(value));
    case Overlay::MultiplyAdds:
        return translated("%1 multiply-adds").arg(groupedNumber(std::llround(value)));
    case Overlay::Parameters:
        return translated("%1 parameters").arg(groupedNumber(std::llround(value)));
    case Overlay::Memory:
        return translated("output of %1 (float32)").arg(bytesText(value));
    case Overlay::Time:
        return translated("%1, measured").arg(millisecondsText(value));
    }
    return {};
}

QString shortOverlayValue(Overlay overlay, double value)
{
    switch (overlay) {
    case Overlay::None:
        return {};
    case Overlay::Energy:
    case Overlay::ResidualRatio:
        return valueText(value);
    case Overlay::Zeros:
        return percentText(value);
    case Overlay::MultiplyAdds:
    case Overlay::Parameters:
        return prefixedNumber(value);
    case Overlay::Memory:
        return bytesText(value);
    case Overlay::Time:
        return millisecondsText(value);
    }
    return {};
}

} // namespace inceptoscope
