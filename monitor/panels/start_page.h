// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page in the centre when no ring is open: three cards, each a way to begin, and the progress of a ring that is
// starting, with Cancel.
#pragma once

#include <QColor>
#include <QDateTime>
#include <QWidget>

#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QVBoxLayout;

namespace monitor {

class StartCard;

class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(QWidget *parent = nullptr);

    void showChoices();
    // A local ring that can be opened again.
    struct Kept {
        QString folder; // names it
        int nodes = 0;
        QDateTime usedAt;
    };
    static constexpr int keptMax = 3; // more are not listed
    void setKept(const std::vector<Kept> &rings);
    // "3 of 5 joined, stabilizing"
    void showProgress(const QString &text, int done, int total);
    bool isShowingProgress() const;
    void setAddress(const QString &address);
    // Addresses of nodes that were connected to, the latest first.
    static constexpr int recentMax = 4; // more are not listed
    void setRecent(const QStringList &addresses);
    struct Named {
        QString address;
        QString name;
        QColor colour;
    };
    void setBookmarks(const std::vector<Named> &bookmarks);
    // Titles, that of lesson 1 first.
    void setLessons(const QStringList &titles);

Q_SIGNALS:
    void localRequested(int nodes, bool keepsData);
    void reopenRequested(const QString &folder);
    void forgetRequested(const QString &folder); // a kept ring, with its data
    void textbookRequested();
    void lessonRequested(int number);
    void randomRequested();
    void connectRequested(const QString &address);
    void cancelRequested();

private:
    QWidget *makeChoices();
    QWidget *makeProgress();
    StartCard *makeRun(QWidget *page);
    StartCard *makeLearn(QWidget *page);
    StartCard *makeConnect(QWidget *page);
    QWidget *makeKeptRow(const Kept &ring);

    QStackedWidget *m_pages;
    QPushButton *m_local;
    QSpinBox *m_count;
    QCheckBox *m_keeps;
    QLabel *m_keptCaption;
    QVBoxLayout *m_kept; // a row for each
    QVBoxLayout *m_lessons;
    QLineEdit *m_address;
    QLabel *m_bookmarksCaption;
    QVBoxLayout *m_bookmarks;
    QLabel *m_recentCaption;
    QVBoxLayout *m_recent;
    QLabel *m_progressText;
    QProgressBar *m_progress;
};

} // namespace monitor
