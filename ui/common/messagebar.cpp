#include "common/messagebar.h"

#include "common/iconloader.h"
#include "style/metrics.h"
#include "style/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace inceptoscope {

namespace {

/// From the same colour-blind-safe set as the theme's.
QColor hue(MessageBar::Kind kind)
{
    switch (kind) {
    case MessageBar::Kind::Info:
        return {0x00, 0x72, 0xb2};
    case MessageBar::Kind::Warning:
        return {0xe6, 0x9f, 0x00};
    case MessageBar::Kind::Error:
        return {0xd5, 0x5e, 0x00};
    }
    return {};
}

QString iconName(MessageBar::Kind kind)
{
    switch (kind) {
    case MessageBar::Kind::Info:
        return QStringLiteral("info");
    case MessageBar::Kind::Warning:
        return QStringLiteral("warning");
    case MessageBar::Kind::Error:
        return QStringLiteral("error");
    }
    return {};
}

} // namespace

MessageBar::MessageBar(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_close->setAutoRaise(true);
    m_close->setIcon(themedIcon(QStringLiteral("close")));
    m_close->setIconSize({iconSize, iconSize});
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(m_close->toolTip());

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(gridUnit + halfUnit, halfUnit, halfUnit, halfUnit);
    layout->setSpacing(gridUnit);
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action);
    layout->addWidget(m_close);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    hide();

    connect(m_action, &QPushButton::clicked, this, &MessageBar::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, &MessageBar::close);
}

void MessageBar::showMessage(Kind kind, const QString &sentence, const QString &action)
{
    m_kind = kind;
    m_text->setText(sentence);
    m_text->setAccessibleName(sentence);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(sentence);
    updateIcon();
    update();
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::clear()
{
    hide();
    m_text->clear();
    setAccessibleName({});
}

QString MessageBar::message() const
{
    return m_text->text();
}

void MessageBar::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

QColor MessageBar::colour(Kind kind, const Theme &theme)
{
    return theme.dark ? hue(kind).lighter(130) : hue(kind).darker(115);
}

void MessageBar::close()
{
    clear();
    emit closed();
}

void MessageBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateIcon();
    QWidget::changeEvent(event);
}

void MessageBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_close->isVisible())
        close();
    else
        QWidget::keyPressEvent(event);
}

void MessageBar::updateIcon()
{
    const qreal ratio = devicePixelRatioF();
    QImage image = iconImage(iconName(m_kind), qRound(iconSize * ratio),
                             colour(m_kind, Theme::fromPalette(palette())));
    image.setDevicePixelRatio(ratio);
    m_icon->setPixmap(QPixmap::fromImage(image));
}

void MessageBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QColor tint = hue(m_kind);
    painter.fillRect(QRect(0, 0, 3, height()), tint);
    tint.setAlphaF(Theme::fromPalette(palette()).dark ? 0.22F : 0.13F);
    painter.fillRect(rect(), tint);
}

} // namespace inceptoscope
