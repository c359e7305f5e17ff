// SPDX-License-Identifier: GPL-3.0-or-later
//
// Everything that is known about the selection: of a node its pointers, finger table and keys, of a key its owner,
// replicas, version and, once read, its value. Names of other nodes are links that select them.
#pragma once

#include "model/ring_source.h"
#include "panels/value_editor.h"
#include "ring/scene.h"

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace monitor {

class FingersModel;
class KeysModel;

class Inspector : public QWidget {
    Q_OBJECT
public:
    explicit Inspector(QWidget *parent = nullptr);

    // nowMs: the source's clock, for ages.
    void show(const SnapshotPtr &snapshot, const Selection &selection, qint64 nowMs);
    // The value that is shown with its key: read by a get, or written by a put.
    void setValue(const QByteArray &key, const KnownValue &value);
    void forgetValue();
    // Nothing: it has not been read, or has changed since.
    std::optional<QByteArray> valueOf(const QByteArray &key) const;
    // Whether each can be done now, and why not: as these actions say.
    void setActions(const QAction &get, const QAction &lookup, const QAction &remove, const QAction &put);
    ValueEditor *valueEditor() const { return m_editor; }

    const FingersModel &fingers() const { return *m_fingers; }
    const KeysModel &keys() const { return *m_keys; }

Q_SIGNALS:
    void selectionRequested(const monitor::Selection &selection);
    void actionRequested(monitor::Action action); // for the key that is shown

private:
    QWidget *makeNodePage();
    QWidget *makeKeyPage();
    void showNode(const RingSnapshot &ring, const NodeView &node, qint64 nowMs);
    QString rangeRows(const RingSnapshot &ring, const NodeView &node) const;
    void showKey(const RingSnapshot &ring, const QByteArray &key);
    void showValue();
    void followLink(const QString &link);

    SnapshotPtr m_snapshot;
    QStackedWidget *m_pages;
    QWidget *m_nothing;
    QWidget *m_nodePage;
    QWidget *m_keyPage;
    QLabel *m_nodeTitle;
    QLabel *m_nodeTrouble;
    QLabel *m_nodeFacts;
    QLabel *m_fingersTitle;
    QLabel *m_keysTitle;
    FingersModel *m_fingers;
    KeysModel *m_keys;
    QTableView *m_fingersTable;
    QTableView *m_keysTable;
    QLabel *m_keyTitle;
    QLabel *m_keyFacts;
    ValueEditor *m_editor;
    QPushButton *m_get;
    QPushButton *m_lookup;
    QPushButton *m_delete;
    QByteArray m_key; // that is shown
    QByteArray m_valueKey; // whose value is known; empty: none is
    KnownValue m_knownValue;
    chord::Version m_knownVersion; // null: not known
    bool m_isValueShown = false; // in the editor
    chord::Version m_listedVersion; // of m_key, as its owner lists it
};

} // namespace monitor
