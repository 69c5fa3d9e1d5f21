#include "common/emptystate.h"

#include "common/iconloader.h"
#include "style/metrics.h"
#include "style/theme.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace inceptoscope {

namespace {
constexpr int pictureSize = 5 * gridUnit;
} // namespace

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_line(new QLabel(this))
    , m_action(new QPushButton(this))
{
    m_line->setWordWrap(true);
    m_line->setAlignment(Qt::AlignCenter);
    m_line->setTextFormat(Qt::PlainText);
    m_action->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * gridUnit, gridUnit, 2 * gridUnit, gridUnit);
    layout->setSpacing(gridUnit);
    layout->addStretch();
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addWidget(m_line);
    layout->addWidget(m_action, 0, Qt::AlignHCenter);
    layout->addStretch();

    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
}

void EmptyState::setContent(const QString &icon, const QString &line, const QString &action)
{
    m_iconName = icon;
    m_line->setText(line);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(line);
    updateColours();
}

QString EmptyState::line() const
{
    return m_line->text();
}

void EmptyState::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateColours();
    QWidget::changeEvent(event);
}

void EmptyState::updateColours()
{
    const QColor colour = Theme::fromPalette(palette()).secondaryText;
    QPalette text = m_line->palette();
    if (text.color(QPalette::WindowText) != colour) {
        text.setColor(QPalette::WindowText, colour);
        m_line->setPalette(text);
    }
    const qreal ratio = devicePixelRatioF();
    QImage image = iconImage(m_iconName, qRound(pictureSize * ratio), colour);
    image.setDevicePixelRatio(ratio);
    m_icon->setPixmap(QPixmap::fromImage(image));
}

} // namespace inceptoscope
