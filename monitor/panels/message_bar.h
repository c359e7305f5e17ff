// SPDX-License-Identifier: GPL-3.0-or-later
//
// Failures, and actions that can be undone, above the ring instead of in a dialog: a sentence and buttons for remedies.
// Each message has a subject (a node, an action); a newer one about the same subject replaces it, and it is removed
// when the problem is over.
#pragma once

#include <QWidget>

#include <functional>
#include <map>
#include <vector>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace monitor {

struct Remedy {
    QString text; // of its button
    std::function<void()> act;
};

class MessageBar : public QWidget {
    Q_OBJECT
public:
    enum class Kind {
        Note,
        Warning,
        Standing, // of something that goes on: it has no cross, and is not dropped for others
    };
    static constexpr int barsMax = 3; // besides those that stand; the oldest goes when there are more

    explicit MessageBar(QWidget *parent = nullptr);

    void show(const QString &subject, Kind kind, const QString &text, const std::vector<Remedy> &remedies = {});
    void remove(const QString &subject);
    // All but those that stand.
    void clear();
    // Empty: there is no message about it.
    QString textOf(const QString &subject) const;

Q_SIGNALS:
    void closed(const QString &subject); // by the user

private:
    struct Entry {
        Kind kind = Kind::Note;
        QWidget *bar = nullptr;
        QLabel *label = nullptr;
        std::vector<QPushButton *> buttons; // one a remedy
        std::vector<Remedy> remedies;
        int age = 0;
    };

    Entry makeEntry(const QString &subject, Kind kind, const QString &text, const std::vector<Remedy> &remedies);
    void addCross(const QString &subject, QHBoxLayout *layout, QWidget *bar);
    void dropOldest();
    void act(const QString &subject, size_t remedy);

    QVBoxLayout *m_layout;
    std::map<QString, Entry> m_entries;
    int m_shown = 0;
};

} // namespace monitor
