#include "activations/channelview.h"

#include "activations/mapcanvas.h"
#include "common/elidedlabel.h"
#include "common/iconloader.h"
#include "render/valuetext.h"
#include "style/metrics.h"

#include <QComboBox>
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
    , m_behind(new QComboBox)
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
    connect(m_canvas, &MapCanvas::valuePointedAt, m_value, &QLabel::setText);
    connect(m_canvas, &MapCanvas::failed, m_value, &QLabel::setText);
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

    auto *channel = new QHBoxLayout;
    channel->addWidget(back);
    channel->addWidget(m_text, 1);
    auto *controls = new QHBoxLayout;
    controls->addWidget(m_value, 1);
    controls->addWidget(m_behind);
    controls->addWidget(m_opacity);
    auto *bar = new QWidget;
    m_bar = new QHBoxLayout(bar);
    m_bar->setContentsMargins(halfUnit, halfUnit, gridUnit, halfUnit);
    m_bar->addLayout(channel, 1);
    m_bar->addLayout(controls);
    for (QBoxLayout *layout : std::initializer_list<QBoxLayout *>{channel, controls, m_bar})
        layout->setSpacing(gridUnit);
    return bar;
}

/// Two lines where one has no room for the channel's figures beside the controls.
void ChannelView::resizeEvent(QResizeEvent *event)
{
    constexpr int enough = 80 * gridUnit;
    m_bar->setDirection(width() >= enough ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    QWidget::resizeEvent(event);
}

void ChannelView::showChannel(const Activation &activation, const ActivationSummary &summary,
                              int channel, ColourMap map, const ValueRange &range)
{
    const QString text = channelText(channel, summary.channels[static_cast<std::size_t>(channel)]);
    m_text->setText(text);
    m_value->clear();
    m_canvas->setMap(activation, channel, map, range);
    m_canvas->setAccessibleName(tr("Map of channel %1").arg(channel));
    m_canvas->setAccessibleDescription(text);
}

void ChannelView::setBackdrop(const Backdrop &backdrop)
{
    m_canvas->setBackdrop(backdrop);
    m_behind->setVisible(!backdrop.crop.isNull());
    m_opacity->setVisible(!backdrop.crop.isNull());
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
