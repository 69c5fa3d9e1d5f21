#pragma once

#include "folders/folderarrangement.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace inceptoscope {

/// By which the table of a folder's photos is searched: words, right or wrong, the class of the
/// folder and the answer.
class FolderFilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit FolderFilterBar(QWidget *parent = nullptr);

    const FolderFilter &filter() const { return m_filter; }
    void setFilter(const FolderFilter &filter);
    /// The classes there are to choose from, by rising index; what is chosen stays.
    void setClasses(const std::vector<int> &truths, const std::vector<int> &answers,
                    const QStringList &labels);
    /// How many of how many rows are listed.
    void setCount(int shown, int all);

    QLineEdit *words() { return m_words; }
    QComboBox *show() { return m_show; }
    QComboBox *truth() { return m_truth; }
    QComboBox *answer() { return m_answer; }
    QString countText() const;

signals:
    void filterChanged(const inceptoscope::FolderFilter &filter);

private:
    void build();
    void connectControls();
    void take();

    FolderFilter m_filter;
    QLineEdit *m_words;
    QComboBox *m_show;
    QComboBox *m_truth;
    QComboBox *m_answer;
    QToolButton *m_clear;
    QLabel *m_count;
};

} // namespace inceptoscope
