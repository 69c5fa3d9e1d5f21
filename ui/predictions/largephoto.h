#pragma once

#include <QWidget>

class QToolButton;

namespace inceptoscope {

class ElidedLabel;
class PhotoView;

/// The photo of a pane over all that is around it, with the map that lies over it, as large as
/// there is room for. Esc goes back.
class LargePhoto : public QWidget
{
    Q_OBJECT

public:
    /// Shows what `original` shows, and offers what it offers. Covers `room`, of which it becomes a
    /// child, and follows its size.
    LargePhoto(PhotoView *original, QWidget *room);

    PhotoView *photoView() const { return m_photo; }
    /// What the photo is called.
    void setText(const QString &text);

signals:
    void backRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void build();
    void takeOver();

    PhotoView *m_original;
    QToolButton *m_back;
    ElidedLabel *m_text;
    PhotoView *m_photo;
};

} // namespace inceptoscope
