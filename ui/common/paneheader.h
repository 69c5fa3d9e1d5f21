#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;
class QToolButton;

namespace inceptoscope {

class ElidedLabel;

/// The top line of a pane: its title, a detail in secondary text, then buttons on the right.
class PaneHeader : public QWidget
{
    Q_OBJECT

public:
    explicit PaneHeader(const QString &title = {}, QWidget *parent = nullptr);

    QString title() const;
    void setTitle(const QString &title);
    QString detail() const;
    void setDetail(const QString &detail);

    /// A flat button for `action`, to the right of those there are; its text becomes the
    /// accessible name, and the tooltip where the action has none.
    QToolButton *addActionButton(QAction *action);
    /// Any other control, such as a chooser, to the right of those there are.
    void addControl(QWidget *control);

private:
    ElidedLabel *m_title;
    ElidedLabel *m_detail;
    QHBoxLayout *m_layout;
};

} // namespace inceptoscope
