#include "window/findbox.h"

#include "explorer/explorer.h"
#include "style/metrics.h"
#include "window/findresults.h"

#include <QKeyEvent>
#include <QToolTip>

#include <algorithm>

namespace inceptoscope {

FindBox::FindBox(Explorer *explorer, QWidget *parent)
    : QLineEdit(parent)
    , m_explorer(explorer)
{
    setPlaceholderText(tr("Find a block"));
    setAccessibleName(tr("Find a block"));
    setClearButtonEnabled(true);
    setMaximumWidth(28 * gridUnit);
    setToolTip(tr("By name, id, kind or shape, such as \"reduction\", \"max pool\", \"7×7\" or "
                  "\"17x17x1024\" (Ctrl+F, F3)"));
    connect(this, &QLineEdit::textChanged, this, &FindBox::search);
    connect(explorer, &Explorer::graphChanged, this, &FindBox::search);
}

void FindBox::search()
{
    m_position = -1;
    m_found =
        m_explorer->graph() ? findElements(*m_explorer->graph(), text()) : QList<FoundElement>();
    // Stages and blocks before what is inside them.
    std::ranges::stable_partition(m_found, [](const FoundElement &element) {
        return !element.id.contains(QStringLiteral(".branch"));
    });
    // What was typed as it is called comes first.
    std::ranges::stable_partition(m_found,
                                  [typed = text().simplified()](const FoundElement &element) {
                                      return element.name.contains(typed, Qt::CaseInsensitive);
                                  });
    showResults();
}

void FindBox::step(int steps)
{
    if (text().trimmed().isEmpty()) {
        setFocus(Qt::ShortcutFocusReason);
        return;
    }
    const auto count = static_cast<int>(m_found.size());
    if (count > 0)
        goTo(m_position < 0 && steps < 0 ? count - 1 : (m_position + steps + count) % count);
    if (!hasFocus())
        QToolTip::showText(mapToGlobal(QPoint(0, height())), summary(), this);
}

void FindBox::goTo(int position)
{
    m_position = position;
    showResults();
    emit found(m_found.at(position).id);
}

QString FindBox::summary() const
{
    if (m_found.isEmpty())
        return tr("Nothing of that name, id, kind or shape");
    if (m_position < 0)
        return tr("%n found; Enter goes through them", nullptr, static_cast<int>(m_found.size()));
    return tr("%1 of %2").arg(m_position + 1).arg(m_found.size());
}

FindResults *FindBox::results() const
{
    return m_results;
}

/// While the person is here and has typed something.
void FindBox::showResults()
{
    const bool wanted = !text().trimmed().isEmpty();
    setAccessibleDescription(wanted ? summary() : toolTip());
    if (!wanted || !hasFocus()) {
        if (m_results)
            m_results->hide();
        return;
    }
    if (!m_results) {
        m_results = new FindResults(window());
        connect(m_results, &FindResults::chosen, this, &FindBox::goTo);
    }
    QStringList texts;
    for (const FoundElement &element : std::as_const(m_found))
        texts += QStringLiteral("%1 · %2").arg(element.name, element.grid);
    if (texts != m_results->results())
        m_results->setResults(texts);
    m_results->setSummary(summary());
    m_results->setCurrent(m_position);
    m_results->showBelow(*this);
}

void FindBox::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        step(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
        break;
    case Qt::Key_Down:
        step(1);
        break;
    case Qt::Key_Up:
        step(-1);
        break;
    case Qt::Key_Escape:
        clear();
        break;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

void FindBox::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    showResults();
}

void FindBox::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    showResults();
}

void FindBox::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    if (m_results && m_results->isVisible())
        m_results->showBelow(*this);
}

} // namespace inceptoscope
