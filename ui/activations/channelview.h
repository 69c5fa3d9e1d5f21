#pragma once

#include "activations/backdrop.h"
#include "render/channelsummary.h"
#include "render/colourmap.h"

#include <QWidget>

class QLabel;
class QSlider;

namespace inceptoscope {

class ElidedComboBox;
class ElidedLabel;
class MapCanvas;

/// One channel, large: its numbers, the value under the pointer, and the map over what the network
/// saw or the whole photo. Esc goes back, arrows go on to the next, Space toggles the photo.
class ChannelView : public QWidget
{
    Q_OBJECT

public:
    explicit ChannelView(QWidget *parent = nullptr);

    void showChannel(const Activation &activation, const ActivationSummary &summary, int channel,
                     ColourMap map, const ValueRange &range);
    void setBackdrop(const Backdrop &backdrop);
    Behind behind() const;
    bool isSettled() const;

signals:
    void backRequested();
    void stepRequested(int places);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeBar();
    void setBehind(Behind behind);
    void updateBehind();
    void showValue(const QString &value);
    void arrange();

    Behind m_lastBehind = Behind::Crop; ///< what Space brings back
    QString m_channelText;
    ElidedLabel *m_text; ///< of the channel or, where there is room for no more, of the value
    QLabel *m_value;
    ElidedComboBox *m_behind;
    QSlider *m_opacity;
    MapCanvas *m_canvas;
};

} // namespace inceptoscope
