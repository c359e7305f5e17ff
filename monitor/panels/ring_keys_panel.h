// SPDX-License-Identifier: GPL-3.0-or-later
//
// The keys of the whole ring, with a search, filters and their number. They are listed when the panel is looked at,
// page by page; what is found shows while the rest is being listed.
#pragma once

#include "model/ring_source.h"
#include "model/selection.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;
class QToolButton;

namespace monitor {

class RingKeysFilter;
class RingKeysModel;
struct KeySearch;

class RingKeysPanel : public QWidget {
    Q_OBJECT
public:
    static constexpr int keysMax = 200'000; // more are not listed

    explicit RingKeysPanel(QWidget *parent = nullptr);

    // Of another ring: what was listed goes.
    void clear();
    void setSnapshot(const SnapshotPtr &snapshot);
    void setSelection(const Selection &selection);
    void add(const KeysPage &page);
    // Lists the keys that the search needs, from the beginning.
    void list();
    QString csv() const; // of the keys that are shown

Q_SIGNALS:
    void pageRequested(const QByteArray &prefix, const QByteArray &after);
    void keySelected(const QByteArray &key);
    void exportRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeSearch();
    KeySearch search() const;
    // What has to be listed for it.
    QByteArray prefix() const;
    void applySearch();
    void showState();

    RingKeysModel *m_keys;
    RingKeysFilter *m_filter;
    QTableView *m_table;
    QLineEdit *m_text;
    QComboBox *m_manner;
    QComboBox *m_size;
    QCheckBox *m_atNode;
    QLabel *m_state;
    QToolButton *m_list;
    std::optional<chord::Id> m_node; // that is selected
    QByteArray m_prefix; // of what is listed
    QString m_searchProblem; // what is wrong with the expression
    QString m_problem; // of the list
    bool m_isRingThere = false;
    bool m_isListed = false; // or being listed
    bool m_isListing = false;
    bool m_isCut = false; // there are more than keysMax
};

} // namespace monitor
