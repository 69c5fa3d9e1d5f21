#include "diagram/overlaychooser.h"

#include "overlay/overlaycontroller.h"
#include "overlay/overlaytexts.h"
#include "texts/plaintooltip.h"

namespace inceptoscope {

OverlayChooser::OverlayChooser(OverlayController *overlay, QWidget *parent)
    : QComboBox(parent)
    , m_overlay(overlay)
{
    setObjectName(QStringLiteral("overlayChooser"));
    setAccessibleName(tr("Overlay of the diagram"));
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (const Overlay each : allOverlays()) {
        addItem(overlayName(each), static_cast<int>(each));
        setItemData(count() - 1, plainToolTip(overlayExplanation(each)), Qt::ToolTipRole);
    }
    connect(this, &QComboBox::activated, this, [this](int row) {
        m_overlay->setOverlay(static_cast<Overlay>(itemData(row).toInt()));
    });
    connect(overlay, &OverlayController::changed, this, &OverlayChooser::showChoice);
    showChoice();
}

void OverlayChooser::showChoice()
{
    setCurrentIndex(findData(static_cast<int>(m_overlay->overlay())));
    setToolTip(plainToolTip(overlayExplanation(m_overlay->overlay())));
    setAccessibleDescription(overlayExplanation(m_overlay->overlay()));
}

} // namespace inceptoscope
