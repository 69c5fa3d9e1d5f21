#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace inceptoscope {

struct Theme;

/// A problem, said in the pane it belongs to: an icon, one sentence, one useful action, a close
/// button. Hidden while there is nothing to say; announced to assistive technology when shown.
class MessageBar : public QWidget
{
    Q_OBJECT

public:
    enum class Kind { Info, Warning, Error };

    explicit MessageBar(QWidget *parent = nullptr);

    /// `action` is the text of the button; empty: no button.
    void showMessage(Kind kind, const QString &sentence, const QString &action = {});
    /// The problem is solved: hides the bar without `closed`.
    void clear();

    Kind kind() const { return m_kind; }
    QString message() const;
    /// Whether the person may close it (yes, unless told otherwise).
    void setClosable(bool closable);

    /// What a kind's icon is drawn in, here and elsewhere.
    static QColor colour(Kind kind, const Theme &theme);

signals:
    void actionTriggered();
    void closed(); ///< by the person

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void updateIcon();
    void close();

    Kind m_kind = Kind::Info;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_action;
    QToolButton *m_close;
};

} // namespace inceptoscope
