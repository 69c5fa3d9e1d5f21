#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace inceptoscope {

/// What a pane without content shows: an icon, one line that says what will appear here, and the
/// action that makes it appear.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    /// `icon` names one of resources/icons; an empty `action` means no button.
    void setContent(const QString &icon, const QString &line, const QString &action = {});
    QString line() const;

signals:
    void actionTriggered();

protected:
    void changeEvent(QEvent *event) override;

private:
    void updateColours();

    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_line;
    QPushButton *m_action;
};

} // namespace inceptoscope
