#include "window/findbox.h"

#include "common/iconloader.h"
#include "diagram/elementtext.h"
#include "explorer/explorer.h"
#include "style/metrics.h"

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
    connect(this, &QLineEdit::textEdited, this, &FindBox::search);
    connect(explorer, &Explorer::graphChanged, this, [this] {
        m_found.clear();
        m_position = -1;
        updateHint();
    });
    updateHint();
}

void FindBox::search()
{
    m_position = -1;
    m_found = m_explorer->graph() ? findElements(*m_explorer->graph(), text()) : QStringList();
    // Stages and blocks before what is inside them.
    std::ranges::stable_partition(
        m_found, [](const QString &id) { return !id.contains(QStringLiteral(".branch")); });
    updateHint();
}

void FindBox::go(int steps)
{
    if (m_found.isEmpty())
        search();
    if (m_found.isEmpty()) {
        tell(tr("Nothing of that name, kind or grid"));
        return;
    }
    const auto count = static_cast<int>(m_found.size());
    m_position = m_position < 0 && steps < 0 ? count - 1 : (m_position + steps + count) % count;
    updateHint();
    tell(tr("%1 of %2").arg(m_position + 1).arg(count));
    emit found(m_found.at(m_position));
}

/// Below the box, at once.
void FindBox::tell(const QString &text)
{
    QToolTip::showText(mapToGlobal(QPoint(0, height())), text, this);
}

void FindBox::updateHint()
{
    setToolTip(m_found.isEmpty()
                   ? tr("By title, id, kind or grid, such as \"reduction\", \"7×7\" or \"17×17\" "
                        "(Ctrl+F)")
                   : tr("%1 of %2 found; Enter goes on, Shift+Enter back")
                         .arg(m_position + 1)
                         .arg(m_found.size()));
    setAccessibleDescription(toolTip());
}

void FindBox::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter) {
        go(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
    } else if (event->key() == Qt::Key_Escape) {
        clear();
        search();
    } else {
        QLineEdit::keyPressEvent(event);
    }
}

} // namespace inceptoscope
