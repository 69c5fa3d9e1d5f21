#pragma once

#include <QLineEdit>
#include <QStringList>

namespace inceptoscope {

class Explorer;

/// Finds stages, blocks and layers by title, id, kind or grid. Enter goes to the next one found,
/// Shift+Enter back; Esc empties it.
class FindBox : public QLineEdit
{
    Q_OBJECT

public:
    explicit FindBox(Explorer *explorer, QWidget *parent = nullptr);

signals:
    void found(const QString &element);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void search();
    void go(int steps);
    void tell(const QString &text);
    void updateHint();

    Explorer *m_explorer;
    QStringList m_found;
    int m_position = -1; ///< in `m_found`; -1: before the first
};

} // namespace inceptoscope
