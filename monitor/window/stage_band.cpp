// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pages end with sentences where they can.

#include "window/stage_band.h"

#include "classroom/lesson_runner.h"
#include "model/type_scale.h"
#include "window/actions.h"

#include <QButtonGroup>
#include <QEvent>
#include <QFontMetrics>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

namespace monitor {

using namespace Qt::StringLiterals;
using Stage = LessonRunner::Stage;

namespace {

constexpr double lessonPart = 0.2; // of the window's height
constexpr int choicesInARow = 2;
constexpr int wordSpacing = 2;
constexpr int margin = 8; // logical pixels

bool isOpen(const LessonRunner *lesson)
{
    return lesson && lesson->stage() != Stage::Idle;
}

// With the spaces that follow them.
QStringList sentencesOf(const QString &text)
{
    static const QRegularExpression end(u"(?<=[.!?:]\\s)|(?<=。)|(?<=\\n)"_s);
    return text.split(end, Qt::SkipEmptyParts);
}

} // namespace

StageBand::StageBand(const Actions &actions, QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_text(new QLabel(this))
    , m_choicesRow(new QWidget(this))
    , m_choices(new QButtonGroup(this))
    , m_time(new QWidget(this))
    , m_next(new QPushButton(this))
{
    setObjectName(u"stageBand"_s);
    setAccessibleName(tr("Lesson"));
    setAutoFillBackground(true);
    m_title->setObjectName(u"stageTitle"_s);
    m_text->setObjectName(u"stageText"_s);
    for (QLabel *label : {m_title, m_text})
        label->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored); // its pages fit
    new QGridLayout(m_choicesRow);
    m_choicesRow->layout()->setContentsMargins(0, 0, 0, 0);
    auto *words = new QVBoxLayout;
    words->setSpacing(wordSpacing);
    words->addWidget(m_title);
    words->addWidget(m_text, 1);
    words->addWidget(m_choicesRow);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * margin, margin, 2 * margin, margin);
    layout->addLayout(words, 1);
    makeButtons(actions, layout);
    refresh();
}

void StageBand::makeButtons(const Actions &actions, QHBoxLayout *layout)
{
    auto *time = new QHBoxLayout(m_time);
    time->setContentsMargins(0, 0, 0, 0);
    time->setSpacing(2);
    for (QAction *action : {actions.back, actions.play, actions.stepMessage}) {
        auto *button = new QToolButton(m_time);
        button->setDefaultAction(action);
        button->setToolButtonStyle(action->icon().isNull() ? Qt::ToolButtonTextOnly : Qt::ToolButtonIconOnly);
        time->addWidget(button);
    }
    m_next->setObjectName(u"stageNext"_s);
    m_next->setAutoDefault(true);
    connect(m_next, &QPushButton::clicked, this, &StageBand::goOn);
    auto *page = new QShortcut(Qt::Key_PageDown, window());
    connect(page, &QShortcut::activated, this, [this] {
        if (isVisible() && m_next->isEnabled())
            goOn();
    });
    connect(m_choices, &QButtonGroup::idToggled, this, [this](int choice, bool isChosen) {
        if (isChosen && m_lesson && choice != m_lesson->choice())
            m_lesson->choose(choice);
    });
    auto *column = new QVBoxLayout;
    column->addWidget(m_time, 0, Qt::AlignRight);
    column->addStretch();
    column->addWidget(m_next);
    layout->addLayout(column);
}

void StageBand::setLesson(LessonRunner *lesson)
{
    if (m_lesson)
        m_lesson->disconnect(this);
    m_lesson = lesson;
    if (lesson)
        connect(lesson, &LessonRunner::changed, this, &StageBand::refresh);
    m_paged.clear();
    refresh();
}

void StageBand::setHasTime(bool hasTime)
{
    m_hasTime = hasTime;
    m_time->setVisible(hasTime);
}

int StageBand::heightIn(int windowHeight) const
{
    if (isOpen(m_lesson))
        return int(windowHeight * lessonPart);
    return m_hasTime ? m_time->sizeHint().height() + 2 * margin : 0;
}

// What the stage of the lesson has to say, without the choices.
QString StageBand::content() const
{
    const LessonStep &step = m_lesson->step();
    switch (m_lesson->stage()) {
    case Stage::Running:
        return step.experiment ? tr("Measuring…") : tr("Watch the ring.");
    case Stage::Explained: {
        if (!step.isRunnable())
            return step.text;
        const QString answer = step.question ? step.question->choices[size_t(step.question->right)] : QString();
        const bool isRight = step.question && m_lesson->choice() == step.question->right;
        const QString verdict = answer.isEmpty() ? QString()
            : isRight                            ? tr("Right: %1.").arg(answer) + u' '
                                                 : tr("The answer: %1.").arg(answer) + u' ';
        return verdict + step.explanation;
    }
    case Stage::Failed:
        return tr("The step failed. %1").arg(m_lesson->failure());
    case Stage::Finished:
        return m_lesson->lesson().summary;
    default:
        return step.text;
    }
}

void StageBand::refresh()
{
    const bool hasLesson = isOpen(m_lesson);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_title, m_text, m_next})
        widget->setVisible(hasLesson);
    if (!hasLesson) {
        m_choicesRow->hide();
        updateGeometry();
        return;
    }
    const Lesson &lesson = m_lesson->lesson();
    m_title->setText(tr("%1 · step %2 of %3 · %4")
                         .arg(lesson.title)
                         .arg(m_lesson->stepIndex() + 1)
                         .arg(m_lesson->stepCount())
                         .arg(m_lesson->step().title));
    if (const QString text = content(); text != m_paged) {
        m_paged = text;
        m_page = 0;
        paginate();
    }
    showPage();
}

void StageBand::paginate()
{
    m_pages.clear();
    if (!isOpen(m_lesson))
        return;
    layout()->activate();
    // Without the choices, which have a page of their own.
    const int textHeight = height() - 2 * margin - m_title->sizeHint().height() - wordSpacing;
    const QRect room(QPoint(), QSize(std::max(100, m_text->width()), std::max(20, textHeight)));
    const QFontMetrics metrics(m_text->font());
    const auto fits = [&](const QString &text) {
        return metrics.boundingRect(room, Qt::TextWordWrap, text.trimmed()).height() <= room.height();
    };
    QString page;
    for (const QString &sentence : sentencesOf(m_paged)) {
        if (!page.isEmpty() && !fits(page + sentence)) {
            m_pages << page.trimmed();
            page.clear();
        }
        page += sentence;
    }
    m_pages << page.trimmed();
    const bool isOpenQuestion = m_lesson->stage() == Stage::Asking || m_lesson->stage() == Stage::Ready;
    if (isOpenQuestion && m_lesson->step().question)
        m_pages << m_lesson->step().question->text;
    m_page = std::min(m_page, int(m_pages.size()) - 1);
}

bool StageBand::isQuestionPage() const
{
    const bool isOpenQuestion = m_lesson->stage() == Stage::Asking || m_lesson->stage() == Stage::Ready;
    return isOpenQuestion && m_lesson->step().question && m_page == int(m_pages.size()) - 1;
}

QString StageBand::pageText() const
{
    return m_text->text();
}

void StageBand::showPage()
{
    m_text->setText(m_pages.value(m_page));
    showChoices(isQuestionPage());
    const bool isLastPage = m_page + 1 >= int(m_pages.size());
    const Stage stage = m_lesson->stage();
    const bool canRun = stage == Stage::Asking || stage == Stage::Ready;
    const bool isLastStep = m_lesson->stepIndex() + 1 == m_lesson->stepCount();
    m_next->setEnabled(!isLastPage || canRun || stage == Stage::Explained);
    m_next->setText(!isLastPage      ? tr("More (%1 of %2)").arg(m_page + 1).arg(m_pages.size())
                        : canRun     ? tr("Run")
                        : isLastStep ? tr("Finish")
                                     : tr("Next step"));
}

void StageBand::showChoices(bool isShown)
{
    m_choicesRow->setVisible(isShown);
    if (!isShown)
        return;
    const std::vector<QString> &choices = m_lesson->step().question->choices;
    const QList<QAbstractButton *> shown = m_choices->buttons();
    const bool isSame =
        std::equal(choices.begin(), choices.end(), shown.begin(), shown.end(),
                   [](const QString &text, const QAbstractButton *button) { return button->text() == text; });
    if (!isSame) {
        qDeleteAll(shown);
        for (int i = 0; i < int(choices.size()); ++i) {
            auto *choice = new QRadioButton(choices[size_t(i)], m_choicesRow);
            m_choices->addButton(choice, i);
            static_cast<QGridLayout *>(m_choicesRow->layout())->addWidget(choice, i / choicesInARow, i % choicesInARow);
        }
    }
    for (QAbstractButton *choice : m_choices->buttons())
        choice->setChecked(m_choices->id(choice) == m_lesson->choice());
}

void StageBand::goOn()
{
    if (!isOpen(m_lesson))
        return;
    if (m_page + 1 < int(m_pages.size())) {
        ++m_page;
        showPage();
    } else if (m_lesson->stage() == Stage::Explained) {
        m_lesson->next();
    } else {
        m_lesson->run();
    }
}

void StageBand::resizeEvent(QResizeEvent *)
{
    paginate();
    if (isOpen(m_lesson))
        showPage();
}

void StageBand::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange) {
        m_title->setFont(headingFont(font()));
        m_text->setFont(font());
        paginate();
        if (isOpen(m_lesson))
            showPage();
    }
    QWidget::changeEvent(event);
}

} // namespace monitor
