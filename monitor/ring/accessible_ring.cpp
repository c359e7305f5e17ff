// SPDX-License-Identifier: GPL-3.0-or-later
//
// A child is a position in the snapshot, not a node: it describes the node at that position now, and is invalid when
// the ring has become smaller. Qt keeps the interfaces by number; the interface of the ring releases them when it is
// destroyed.

#include "ring/accessible_ring.h"

#include "ring/ring_view.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include <vector>

namespace monitor {

namespace {

class AccessibleNode : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    AccessibleNode(RingView *view, int index)
        : m_view(view)
        , m_index(index)
    {
    }

    bool isValid() const override { return m_index < int(m_view->snapshot()->nodes.size()); }
    QObject *object() const override { return nullptr; }
    QWindow *window() const override { return m_view->window()->windowHandle(); }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    void setText(QAccessible::Text, const QString &) override { }
    QAccessible::Role role() const override { return QAccessible::ListItem; }

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Name && isValid() ? m_view->nodeText(m_index) : QString();
    }

    QRect rect() const override
    {
        if (!isValid())
            return {};
        const Scene &scene = m_view->scene();
        QRectF box(0, 0, 2 * scene.nodeRadius, 2 * scene.nodeRadius);
        box.moveCenter(scene.nodes[size_t(m_index)].place);
        return {m_view->mapToGlobal(box.topLeft().toPoint()), box.size().toSize()};
    }

    QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = true;
        state.focusable = true;
        state.invalid = !isValid();
        if (isValid()) {
            state.selected = m_view->selection().node == m_view->snapshot()->nodes[size_t(m_index)].self.id;
            state.focused = state.selected && m_view->hasFocus();
        }
        return state;
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    QStringList keyBindingsForAction(const QString &) const override { return {}; }
    void doAction(const QString &action) override
    {
        if (action == pressAction() && isValid())
            m_view->selectNode(m_index);
    }

private:
    RingView *m_view;
    int m_index;
};

class AccessibleRing : public QAccessibleWidget {
public:
    explicit AccessibleRing(RingView *view)
        : QAccessibleWidget(view, QAccessible::List)
        , m_view(view)
    {
    }

    ~AccessibleRing() override
    {
        for (const QAccessible::Id id : m_children)
            QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override { return int(m_view->snapshot()->nodes.size()); }

    QAccessibleInterface *child(int index) const override
    {
        if (index < 0 || index >= childCount())
            return nullptr;
        while (int(m_children.size()) <= index)
            m_children.push_back(
                QAccessible::registerAccessibleInterface(new AccessibleNode(m_view, int(m_children.size()))));
        return QAccessible::accessibleInterface(m_children[size_t(index)]);
    }

    QAccessibleInterface *childAt(int x, int y) const override
    {
        return child(m_view->scene().nodeAt(m_view->mapFromGlobal(QPointF(x, y))));
    }

    int indexOfChild(const QAccessibleInterface *child) const override
    {
        for (size_t i = 0; i < m_children.size(); ++i) {
            if (QAccessible::accessibleInterface(m_children[i]) == child)
                return int(i);
        }
        return -1;
    }

    QAccessibleInterface *focusChild() const override
    {
        return m_view->selection().node ? child(m_view->snapshot()->indexOf(*m_view->selection().node)) : nullptr;
    }

private:
    RingView *m_view;
    mutable std::vector<QAccessible::Id> m_children;
};

QAccessibleInterface *accessibleRingFactory(const QString &, QObject *object)
{
    auto *view = qobject_cast<RingView *>(object);
    return view ? new AccessibleRing(view) : nullptr;
}

} // namespace

void installAccessibleRing()
{
    static const bool isInstalled = [] {
        QAccessible::installFactory(accessibleRingFactory);
        return true;
    }();
    Q_UNUSED(isInstalled)
}

void announceSelection(RingView *view)
{
    if (!QAccessible::isActive() || !view->selection().node)
        return;
    const int index = view->snapshot()->indexOf(*view->selection().node);
    if (index < 0)
        return;
    QAccessibleEvent event(view, QAccessible::Focus);
    event.setChild(index);
    QAccessible::updateAccessibility(&event);
}

} // namespace monitor
