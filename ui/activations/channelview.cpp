#include "activations/channelview.h"

#include "activations/mapcanvas.h"
#include "common/elidedcombobox.h"
#include "common/elidedlabel.h"
#include "common/iconloader.h"
#include "render/valuetext.h"
#include "style/metrics.h"

#include <QKeyEvent>
#include <QLabel>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

namespace inceptoscope {

ChannelView::ChannelView(QWidget *parent)
    : QWidget(parent)
    , m_text(new ElidedLabel)
    , m_value(new QLabel)
    , m_behind(new ElidedComboBox)
    , m_opacity(new QSlider(Qt::Horizontal))
    , m_canvas(new MapCanvas)
{
    m_value->setFont(tabularFont(font()));
    m_value->setTextFormat(Qt::PlainText);
    m_behind->addItem(tr("The map alone"), QVariant::fromValue(Behind::Nothing));
    m_behind->addItem(tr("Over what the network saw"), QVariant::fromValue(Behind::Crop));
    m_behind->addItem(tr("Over the whole photo"), QVariant::fromValue(Behind::Photo));
    m_behind->setAccessibleName(tr("What is behind the map"));
    m_behind->setToolTip(tr("What the map is laid over, each value over the pixels it was computed "
                            "from (Space)"));
    m_opacity->setRange(0, 100);
    m_opacity->setValue(60);
    m_opacity->setFixedWidth(10 * gridUnit);
    m_opacity->setAccessibleName(tr("Opacity of the map"));
    m_opacity->setToolTip(tr("Opacity of the map over the photo"));

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_canvas, 1);
    setFocusProxy(m_canvas);
    setBackdrop({});

    connect(m_behind, &QComboBox::currentIndexChanged, this, &ChannelView::updateBehind);
    connect(m_opacity, &QSlider::valueChanged, m_canvas,
            [this](int percent) { m_canvas->setOpacity(percent / 100.0); });
    updateBehind();
    connect(m_canvas, &MapCanvas::valuePointedAt, this, &ChannelView::showValue);
    connect(m_canvas, &MapCanvas::failed, this, &ChannelView::showValue);
}

QWidget *ChannelView::makeBar()
{
    auto *back = new QToolButton;
    back->setAutoRaise(true);
    back->setIcon(themedIcon(QStringLiteral("back")));
    back->setIconSize({iconSize, iconSize});
    back->setToolTip(tr("Back to all maps (Esc)"));
    back->setAccessibleName(tr("Back to all maps"));
    connect(back, &QToolButton::clicked, this, &ChannelView::backRequested);

    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(halfUnit, halfUnit, gridUnit, halfUnit);
    layout->setSpacing(gridUnit);
    layout->addWidget(back);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_value);
    layout->addWidget(m_behind);
    layout->addWidget(m_opacity);
    return bar;
}

void ChannelView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

static constexpr int enoughForAll = 80 * gridUnit;

/// All in one line, whatever the width: a second one would make the map smaller.
void ChannelView::arrange()
{
    const bool isWide = width() >= enoughForAll;
    const bool hasPhoto = !m_canvas->backdrop().crop.isNull();
    m_value->setVisible(isWide);
    m_behind->setMaximumWidth(isWide ? QWIDGETSIZE_MAX : 17 * gridUnit);
    m_behind->setVisible(hasPhoto);
    m_opacity->setVisible(hasPhoto && (isWide || behind() != Behind::Nothing));
}

void ChannelView::showValue(const QString &value)
{
    m_value->setText(value);
    m_text->setText(value.isEmpty() || width() >= enoughForAll ? m_channelText : value);
}

void ChannelView::showChannel(const Activation &activation, const ActivationSummary &summary,
                              int channel, ColourMap map, const ValueRange &range)
{
    const QString text = channelText(channel, summary.channels[static_cast<std::size_t>(channel)]);
    m_channelText = text;
    showValue({});
    m_canvas->setMap(activation, channel, map, range);
    m_canvas->setAccessibleName(tr("Map of channel %1").arg(channel));
    m_canvas->setAccessibleDescription(text);
}

void ChannelView::setBackdrop(const Backdrop &backdrop)
{
    m_canvas->setBackdrop(backdrop);
    arrange();
}

Behind ChannelView::behind() const
{
    return m_behind->currentData().value<Behind>();
}

void ChannelView::setBehind(Behind behind)
{
    m_behind->setCurrentIndex(m_behind->findData(QVariant::fromValue(behind)));
}

void ChannelView::updateBehind()
{
    if (behind() != Behind::Nothing)
        m_lastBehind = behind();
    m_canvas->setBehind(behind());
    m_opacity->setEnabled(behind() != Behind::Nothing);
    arrange();
}

bool ChannelView::isSettled() const
{
    return !isVisible() || m_canvas->isSettled();
}

void ChannelView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
    case Qt::Key_Backspace:
        emit backRequested();
        break;
    case Qt::Key_Left:
    case Qt::Key_Up:
        emit stepRequested(-1);
        break;
    case Qt::Key_Right:
    case Qt::Key_Down:
        emit stepRequested(1);
        break;
    case Qt::Key_Space:
        if (!m_behind->isHidden())
            setBehind(behind() == Behind::Nothing ? m_lastBehind : Behind::Nothing);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace inceptoscope
