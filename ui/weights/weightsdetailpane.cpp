#include "weights/weightsdetailpane.h"

#include "common/elidedlabel.h"
#include "common/messagebar.h"
#include "style/metrics.h"
#include "style/theme.h"
#include "weights/weightstexts.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace inceptoscope {

WeightsDetailPane::WeightsDetailPane(QWidget *parent)
    : QWidget(parent)
    , m_title(new ElidedLabel)
    , m_detail(new ElidedLabel)
    , m_sentence(new QLabel)
    , m_buttons(new QHBoxLayout)
{
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_detail->setSecondary(true);
    m_detail->setCaption(true);
    m_detail->setElideMode(Qt::ElideMiddle);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setAccessibleName(tr("What went wrong"));
    m_buttons->setSpacing(gridUnit);

    auto *texts = new QVBoxLayout;
    texts->setSpacing(halfUnit);
    texts->addWidget(m_title);
    texts->addWidget(m_detail);
    texts->addWidget(m_sentence);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * gridUnit, gridUnit + halfUnit, 2 * gridUnit,
                               gridUnit + halfUnit);
    layout->setSpacing(2 * gridUnit);
    layout->addLayout(texts, 1);
    layout->addLayout(m_buttons);
    updateColours();
    showNothing();
}

void WeightsDetailPane::addActionButton(QAction *action)
{
    auto *button = new QPushButton;
    button->setAutoDefault(false);
    button->hide();
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    m_buttons->addWidget(button);
    m_actions.emplace_back(button, action);
}

void WeightsDetailPane::updateButtons()
{
    const bool hadFocus =
        std::ranges::any_of(m_actions, [](const auto &each) { return each.first->hasFocus(); });
    QPushButton *next = nullptr;
    for (const auto &[button, action] : m_actions) {
        button->setText(action->text());
        button->setIcon(action->icon());
        button->setToolTip(action->toolTip());
        button->setVisible(action->isEnabled());
        if (action->isEnabled() && (!next || !next->hasFocus()))
            next = button;
    }
    if (hadFocus && next)
        next->setFocus(Qt::OtherFocusReason);
}

void WeightsDetailPane::showRow(const WeightsRow &row)
{
    m_title->setText(weightsCellText(row, WeightsTitleColumn));
    m_detail->setText(weightsDetail(row));
    m_sentence->setText(weightsProblem(row));
    m_sentence->setVisible(!m_sentence->text().isEmpty());
}

void WeightsDetailPane::showNothing()
{
    m_title->setText(tr("Choose weights in the list"));
    m_detail->setText(
        tr("What is here is used from the chooser of networks, without a connection"));
    m_sentence->clear();
    m_sentence->hide();
}

QString WeightsDetailPane::title() const
{
    return m_title->text();
}

QString WeightsDetailPane::sentence() const
{
    return m_sentence->text();
}

void WeightsDetailPane::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        updateColours();
    QWidget::changeEvent(event);
}

void WeightsDetailPane::updateColours()
{
    const QColor colour =
        MessageBar::colour(MessageBar::Kind::Error, Theme::fromPalette(palette()));
    QPalette text = m_sentence->palette();
    if (text.color(QPalette::WindowText) == colour)
        return;
    text.setColor(QPalette::WindowText, colour);
    m_sentence->setPalette(text);
}

void WeightsDetailPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QColor line = Theme::fromPalette(palette()).line;
    line.setAlphaF(0.5F);
    painter.fillRect(0, 0, width(), 1, line);
}

} // namespace inceptoscope
