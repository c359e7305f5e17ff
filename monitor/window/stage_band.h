// SPDX-License-Identifier: GPL-3.0-or-later
//
// The lower third of the stage: the step of a lesson page by page, so that none of its text is cut, and the buttons of
// time. One button always does what comes next: the next page, Run, the next step.
#pragma once

#include <QPointer>
#include <QStringList>
#include <QWidget>

class QButtonGroup;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace monitor {

class Actions;
class LessonRunner;

class StageBand : public QWidget {
    Q_OBJECT
public:
    explicit StageBand(const Actions &actions, QWidget *parent = nullptr);

    // Null: only the buttons of time are shown.
    void setLesson(LessonRunner *lesson);
    // There is something to pause and step.
    void setHasTime(bool hasTime);
    // What it takes of a window of this height.
    int heightIn(int windowHeight) const;

    // What is shown now, and the whole of it.
    QString pageText() const;
    const QStringList &pages() const { return m_pages; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makeButtons(const Actions &actions, QHBoxLayout *layout);
    void refresh();
    void paginate();
    void showPage();
    void showChoices(bool isShown);
    void goOn();
    bool isQuestionPage() const;
    QString content() const;

    QPointer<LessonRunner> m_lesson;
    bool m_hasTime = false;
    QStringList m_pages;
    int m_page = 0;
    QString m_paged; // the content that m_pages divides
    QLabel *m_title;
    QLabel *m_text;
    QWidget *m_choicesRow;
    QButtonGroup *m_choices;
    QWidget *m_time; // the buttons of time
    QPushButton *m_next;
};

} // namespace monitor
