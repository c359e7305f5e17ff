// SPDX-License-Identifier: GPL-3.0-or-later
//
// The value of a key, shown as text, as a tree of JSON, in hexadecimal or as a picture, and changed: as text or from a
// file, with its type and the time after which it expires. If it is wanted, it is stored only if the key still has the
// version that was read.
#pragma once

#include "model/ring_source.h"
#include "panels/value_text.h"

#include <QWidget>

class QAction;
class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;
class QTabWidget;
class QTreeWidget;

namespace monitor {

class ImageView;

// A value as it was read or written.
struct KnownValue {
    QByteArray bytes;
    QByteArray contentType;
    QByteArray etag; // with its quotes; empty: not known
    std::optional<qint64> ttlSeconds; // until it expires; nothing: it does not
};

class ValueEditor : public QWidget {
    Q_OBJECT
public:
    static constexpr qsizetype textBytesMax = 256 * 1024; // a longer text makes the field slow
    static constexpr qsizetype hexBytesMax = 16 * 1024;
    static constexpr int treeItemsMax = 2000;

    explicit ValueEditor(QWidget *parent = nullptr);

    // In place of what is there, with its edits. Nothing: it is not known; state says why.
    void setValue(const QByteArray &key, const std::optional<KnownValue> &value, const QString &state);
    // A sentence above the value, which stays, with its edits.
    void setState(const QString &state);
    const QByteArray &key() const { return m_key; }
    bool isEdited() const { return m_isEdited; }
    // What would be stored.
    QByteArray bytes() const;
    // Whether a value can be stored now, and why not: as the action says.
    void setPut(const QAction &put);

    // Empty: done; otherwise what failed, as a sentence.
    QString load(const QString &path);

Q_SIGNALS:
    void storeRequested(const monitor::ActionRequest &request);
    void loadRequested(); // from a file: load() follows
    void saveRequested(const QByteArray &bytes); // to a file

private:
    QWidget *makeViews();
    QWidget *makeMeta();
    QWidget *makeButtons();
    void showBytes(ValueForm form);
    void showTree(const QByteArray &bytes);
    void showTab(int tab);
    void store();
    void refreshButtons();

    QByteArray m_key;
    QByteArray m_bytes; // without the edits of the text
    QByteArray m_etag;
    bool m_isEdited = false;
    bool m_isTextEdited = false;
    bool m_isFilling = false;
    bool m_canPut = false;

    QLabel *m_state;
    QTabWidget *m_views;
    QPlainTextEdit *m_text;
    QTreeWidget *m_tree;
    QPlainTextEdit *m_hex;
    ImageView *m_image;
    QComboBox *m_type;
    QSpinBox *m_ttl;
    QCheckBox *m_ifUnchanged;
    QPushButton *m_save;
    QPushButton *m_store;
};

} // namespace monitor
