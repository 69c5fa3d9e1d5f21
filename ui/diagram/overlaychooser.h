#pragma once

#include <QComboBox>

namespace inceptoscope {

class OverlayController;

/// Chooses what the diagram shows beside kinds of layers.
class OverlayChooser : public QComboBox
{
    Q_OBJECT

public:
    explicit OverlayChooser(OverlayController *overlay, QWidget *parent = nullptr);

private:
    void showChoice();

    OverlayController *m_overlay;
};

} // namespace inceptoscope
