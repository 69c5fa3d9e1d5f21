#pragma once

#include <QWidget>

#include <utility>
#include <vector>

class QAction;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace inceptoscope {

class ElidedLabel;
struct WeightsRow;

/// What there is to say about one row of the weights, in full, and what can be done with it.
class WeightsDetailPane : public QWidget
{
    Q_OBJECT

public:
    explicit WeightsDetailPane(QWidget *parent = nullptr);

    /// A button for `action`, to the right of those there are.
    void addActionButton(QAction *action);
    /// Shows the buttons of the enabled actions. The focus stays among them.
    void updateButtons();

    void showRow(const WeightsRow &row);
    void showNothing();
    QString title() const;
    QString sentence() const; ///< about what went wrong; empty: nothing did

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void updateColours();

    ElidedLabel *m_title;
    ElidedLabel *m_detail;
    QLabel *m_sentence;
    QHBoxLayout *m_buttons;
    std::vector<std::pair<QPushButton *, QAction *>> m_actions;
};

} // namespace inceptoscope
