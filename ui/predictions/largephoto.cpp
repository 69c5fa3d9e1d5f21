#include "predictions/largephoto.h"

#include "common/elidedlabel.h"
#include "common/iconloader.h"
#include "predictions/photoview.h"
#include "style/metrics.h"

#include <QAction>
#include <QEvent>
#include <QKeyEvent>
#include <QToolButton>
#include <QVBoxLayout>

namespace inceptoscope {

LargePhoto::LargePhoto(PhotoView *original, QWidget *room)
    : QWidget(room)
    , m_original(original)
    , m_back(new QToolButton)
    , m_text(new ElidedLabel)
    , m_photo(new PhotoView)
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Window);
    setFocusProxy(m_photo);
    build();
    takeOver();
    connect(original, &PhotoView::changed, this, &LargePhoto::takeOver);
    connect(original->cropAction(), &QAction::toggled, m_photo->cropAction(), &QAction::setChecked);
    connect(m_photo->cropAction(), &QAction::toggled, original->cropAction(), &QAction::setChecked);
    connect(m_back, &QToolButton::clicked, this, &LargePhoto::backRequested);
    connect(m_photo, &PhotoView::enlargeRequested, this, &LargePhoto::backRequested);
    room->installEventFilter(this);
    setGeometry(room->rect());
}

void LargePhoto::build()
{
    m_back->setAutoRaise(true);
    m_back->setIcon(themedIcon(QStringLiteral("back")));
    m_back->setIconSize({iconSize, iconSize});
    m_back->setToolTip(tr("Back to all panes (Esc)"));
    m_back->setAccessibleName(tr("Back to all panes"));
    auto *crop = new QToolButton;
    crop->setAutoRaise(true);
    crop->setIconSize({iconSize, iconSize});
    crop->setDefaultAction(m_photo->cropAction());
    crop->setFocusPolicy(Qt::NoFocus); // its key does the same
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(halfUnit, halfUnit, gridUnit, halfUnit);
    bar->setSpacing(gridUnit);
    bar->addWidget(m_back);
    bar->addWidget(m_text, 1);
    bar->addWidget(crop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_photo, 1);
}

void LargePhoto::takeOver()
{
    m_photo->setPicture(m_original->picture());
    m_photo->setCropFrame(m_original->cropFrame());
    m_photo->setCrop(m_original->crop());
    m_photo->setOverlay(m_original->overlay(), m_original->overlayOpacity());
    m_photo->cropAction()->setChecked(m_original->cropAction()->isChecked());
    const QList<QAction *> offered = m_original->actions();
    for (QAction *action : offered) {
        if (action != m_original->cropAction()) // it has its own, for the key
            m_photo->addAction(action);
    }
    m_photo->setContextMenuPolicy(m_original->contextMenuPolicy());
}

void LargePhoto::setText(const QString &text)
{
    m_text->setText(text);
    m_photo->setAccessibleDescription(text);
}

bool LargePhoto::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parent() && event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

/// Not to what lies below.
bool LargePhoto::focusNextPrevChild(bool)
{
    QWidget *const other = m_photo->hasFocus() ? static_cast<QWidget *>(m_back) : m_photo;
    other->setFocus(Qt::TabFocusReason);
    return true;
}

void LargePhoto::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Backspace)
        emit backRequested();
    else
        QWidget::keyPressEvent(event);
}

} // namespace inceptoscope
