#pragma once

#include "render/channelsummary.h"
#include "render/colourmap.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QSlider;

namespace inceptoscope {

class ElidedLabel;
class MapCanvas;

/// One channel, large: its numbers, the value under the pointer, and the map over the photo where
/// the photo is known. Esc goes back, left and right go on to the next, Space toggles the photo.
class ChannelView : public QWidget
{
    Q_OBJECT

public:
    explicit ChannelView(QWidget *parent = nullptr);

    void showChannel(const Activation &activation, const ActivationSummary &summary, int channel,
                     ColourMap map, const ValueRange &range);
    /// The pixels the network saw; null: not known.
    void setCrop(const QImage &crop);
    bool isOverlaid() const;

signals:
    void backRequested();
    void stepRequested(int places);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeBar();
    void updateOverlay();

    ElidedLabel *m_text;
    QLabel *m_value;
    QCheckBox *m_overlay;
    QSlider *m_opacity;
    MapCanvas *m_canvas;
};

} // namespace inceptoscope
