#pragma once

#include <QDockWidget>

namespace inceptoscope {

class PaneHeader;

/// A pane of a PaneArea. Its header is what it is dragged by, and gets a button that hides it.
class PaneDock : public QDockWidget
{
    Q_OBJECT

public:
    /// `content` is what `header` is the header of, or something around that.
    PaneDock(PaneHeader *header, QWidget *content, QWidget *parent = nullptr);

    PaneHeader *header() const { return m_header; }

signals:
    void hideRequested();

protected:
    bool event(QEvent *event) override;

private:
    PaneHeader *m_header;
    QWidget *m_pane; ///< that the header is of
};

} // namespace inceptoscope
