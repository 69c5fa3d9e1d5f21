#include "diagram/diagramaccessible.h"

#include "diagram/diagramview.h"
#include "diagram/elementtext.h"

#include <QPointer>

namespace inceptoscope {

namespace {

/// Ids of what are children: one for each element that is shown, branches last.
QStringList elementsOf(const DiagramView &view)
{
    const DiagramSpec &spec = view.diagram().spec;
    QStringList elements;
    for (int i = 0; i < spec.count(); ++i) {
        const DiagramNode::Form form = spec.node(i).form;
        if (form != DiagramNode::Form::Input && form != DiagramNode::Form::Scale
            && form != DiagramNode::Form::Activation)
            elements += spec.node(i).id;
    }
    for (const DiagramBranch &branch : spec.branches)
        elements += branch.id;
    return elements;
}

class AccessibleNode : public QAccessibleInterface
{
public:
    AccessibleNode(DiagramView *view, QString id)
        : m_view(view)
        , m_id(std::move(id))
    {
    }

    const QString &id() const { return m_id; }
    bool isValid() const override { return m_view && m_view->diagram().placeOf(m_id); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    int childCount() const override { return 0; }
    QAccessibleInterface *child(int) const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override { }
    QString text(QAccessible::Text what) const override;
    QRect rect() const override;
    QAccessible::State state() const override;

private:
    int node() const { return m_view->diagram().spec.find(m_id); }

    QPointer<DiagramView> m_view;
    QString m_id;
};

QString AccessibleNode::text(QAccessible::Text what) const
{
    if (!isValid() || !m_view->graph())
        return {};
    if (what == QAccessible::Name)
        return elementName(*m_view->graph(), m_id);
    if (what == QAccessible::Description)
        return m_view->spokenTextOf(m_id);
    return {};
}

QRect AccessibleNode::rect() const
{
    if (!isValid())
        return {};
    const QRectF box = *m_view->diagram().placeOf(m_id);
    const QRectF shown(m_view->toView(box.topLeft()), box.size() * m_view->zoom());
    const QRect area = shown.toAlignedRect();
    return {m_view->viewport()->mapToGlobal(area.topLeft()), area.size()};
}

QAccessible::State AccessibleNode::state() const
{
    QAccessible::State state;
    if (!isValid()) {
        state.invalid = true;
        return state;
    }
    state.selectable = true;
    state.focusable = true;
    state.selected = m_view->current() == m_id;
    state.focused = state.selected && m_view->hasFocus();
    if (node() < 0) // a branch
        return state;
    const DiagramNode &description = m_view->diagram().spec.node(node());
    state.expandable = description.opens();
    state.expanded = description.isFrame();
    state.collapsed = description.opens() && !description.isFrame();
    return state;
}

QAccessibleInterface *create(const QString &, QObject *object)
{
    auto *view = qobject_cast<DiagramView *>(object);
    return view ? new AccessibleDiagram(view) : nullptr;
}

} // namespace

AccessibleDiagram::AccessibleDiagram(DiagramView *view)
    : QAccessibleWidget(view, QAccessible::List)
{
}

AccessibleDiagram::~AccessibleDiagram()
{
    for (const QAccessible::Id child : std::as_const(m_children))
        QAccessible::deleteAccessibleInterface(child);
}

void AccessibleDiagram::install()
{
    QAccessible::installFactory(create); // a second time does nothing
}

int AccessibleDiagram::childOf(const DiagramView &view, const QString &id)
{
    return static_cast<int>(elementsOf(view).indexOf(id));
}

DiagramView *AccessibleDiagram::view() const
{
    return static_cast<DiagramView *>(widget());
}

int AccessibleDiagram::childCount() const
{
    return static_cast<int>(elementsOf(*view()).size());
}

QAccessibleInterface *AccessibleDiagram::child(int index) const
{
    const QString id = elementsOf(*view()).value(index);
    if (id.isEmpty())
        return nullptr;
    auto known = m_children.constFind(id);
    if (known == m_children.constEnd()) {
        auto *node = new AccessibleNode(view(), id); // owned by the cache of QAccessible
        known = m_children.insert(id, QAccessible::registerAccessibleInterface(node));
    }
    return QAccessible::accessibleInterface(*known);
}

QAccessibleInterface *AccessibleDiagram::childAt(int x, int y) const
{
    const QPoint point = view()->viewport()->mapFromGlobal(QPoint(x, y));
    return child(childOf(*view(), view()->diagram().idAt(view()->toDiagram(point))));
}

QAccessibleInterface *AccessibleDiagram::focusChild() const
{
    return view()->hasFocus() ? child(childOf(*view(), view()->current())) : nullptr;
}

int AccessibleDiagram::indexOfChild(const QAccessibleInterface *child) const
{
    const auto *node = dynamic_cast<const AccessibleNode *>(child);
    return node ? childOf(*view(), node->id()) : -1;
}

} // namespace inceptoscope
