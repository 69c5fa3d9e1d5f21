#pragma once

#include <QList>
#include <QObject>

#include <functional>

namespace inceptoscope {

class PaneArea;
class PaneDock;
class ScrolledPane;

/// Two panes above one another in a column at the side, as long as they are that. Where both fit,
/// neither scrolls; where they do not, the second keeps what it must, the first has the rest, and
/// both come back as high as they were.
class ColumnShare : public QObject
{
    Q_OBJECT

public:
    struct Part
    {
        PaneDock *dock;
        ScrolledPane *content;
    };

    /// `least` is the height of what of the second pane stays in sight.
    ColumnShare(PaneArea *area, const Part &first, const Part &second, std::function<int()> least);

    /// Of both docks while neither has to give way, to be kept with the layout of the area.
    QList<int> usualHeights() const;
    void setUsualHeights(const QList<int> &heights);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// All that the shares depend on.
    struct Needs
    {
        bool isColumn = false;
        int room = 0;
        int first = 0;
        int second = 0;
        int most = 0; ///< of the second

        bool operator==(const Needs &) const = default;
    };

    void schedule();
    void share();
    bool isColumn() const;
    int room() const;
    void give(int height);
    QList<int> heights() const;

    PaneArea *m_area;
    Part m_first;
    Part m_second;
    std::function<int()> m_least;
    Needs m_needs;
    QList<int> m_usual;
    bool m_gaveWay = false;
    bool m_isScheduled = false;
};

} // namespace inceptoscope
