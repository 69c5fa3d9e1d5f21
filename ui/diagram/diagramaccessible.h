#pragma once

#include <QAccessibleWidget>
#include <QHash>

namespace inceptoscope {

class DiagramView;

/// The diagram for people who listen: every box that stands for an element is a child with its
/// name, what there is to say about it, its place and whether it is selected or opened.
class AccessibleDiagram : public QAccessibleWidget
{
public:
    explicit AccessibleDiagram(DiagramView *view);
    ~AccessibleDiagram() override;

    /// Makes Qt ask for one of these for every DiagramView.
    static void install();
    /// Position of the element's box among the children; -1 where it is not shown.
    static int childOf(const DiagramView &view, const QString &id);

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *focusChild() const override;
    int indexOfChild(const QAccessibleInterface *child) const override;

private:
    DiagramView *view() const;

    /// By element: boxes come and go, and a listener may hold on to one.
    mutable QHash<QString, QAccessible::Id> m_children;
};

} // namespace inceptoscope
