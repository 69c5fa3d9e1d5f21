#pragma once

#include "diagram/elementtext.h"

#include <QLineEdit>
#include <QList>
#include <QPointer>

namespace inceptoscope {

class Explorer;
class FindResults;

/// Finds stages, blocks and layers by name, id, kind or shape, and lists them below while it has
/// the focus. Enter or Down goes to the next one found, Shift+Enter or Up back; Esc empties it.
class FindBox : public QLineEdit
{
    Q_OBJECT

public:
    explicit FindBox(Explorer *explorer, QWidget *parent = nullptr);

    /// Goes to the next one found, or with -1 back, past the end to the beginning. With nothing
    /// to look for yet it waits for what is typed.
    void step(int steps);
    /// The list; null before it was shown first.
    FindResults *results() const;

signals:
    void found(const QString &element);

protected:
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void search();
    void goTo(int position);
    void showResults();
    QString summary() const;

    Explorer *m_explorer;
    QPointer<FindResults> m_results; ///< the window's
    QList<FoundElement> m_found;
    int m_position = -1; ///< in `m_found`; -1: before the first
};

} // namespace inceptoscope
