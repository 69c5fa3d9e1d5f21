#pragma once

#include <QFrame>
#include <QStringList>

class QLabel;
class QListView;
class QStringListModel;

namespace inceptoscope {

/// What a search has found, laid over the window below the field that is typed into, which keeps
/// the focus: how much, and a list to click into.
class FindResults : public QFrame
{
    Q_OBJECT

public:
    explicit FindResults(QWidget *window);

    void setResults(const QStringList &results);
    /// "3 of 24", or that there is nothing.
    void setSummary(const QString &summary);
    /// -1: none.
    void setCurrent(int row);
    /// As high as it takes, as far as there is room; its right border under the field's.
    void showBelow(const QWidget &field);

    QStringList results() const;
    QString summary() const;
    QListView *list() const { return m_list; }

signals:
    void chosen(int row);

private:
    QLabel *m_summary;
    QListView *m_list;
    QStringListModel *m_model;
};

} // namespace inceptoscope
