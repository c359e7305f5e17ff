// SPDX-License-Identifier: GPL-3.0-or-later
//
// Speeds are shown as multiples of real time.

#include "window/play_bar.h"

#include "model/playback.h"
#include "session/ring_session.h"
#include "window/actions.h"
#include "window/tool_icon.h"

#include <QComboBox>

#include <array>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array speeds{0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0}; // seconds of virtual time a second

} // namespace

PlayBar::PlayBar(RingSession *session, const Actions &actions, QWidget *parent)
    : ToolBar(u"playBar"_s, tr("Time"), parent)
    , m_session(session)
    , m_actions(actions)
    , m_speed(new QComboBox(this))
{
    setToolButtonStyle(Qt::ToolButtonIconOnly); // their signs are known from players
    addActions({actions.back, actions.play, actions.stepMessage, actions.stepRound});
    makeSpeeds();
    addWidget(m_speed);
    const auto onTrigger = [this](QAction *action, void (*act)(Playback &)) {
        connect(action, &QAction::triggered, this, [this, act] {
            if (Playback *playing = playback())
                act(*playing);
        });
    };
    onTrigger(actions.back, [](Playback &playing) { playing.back(); });
    onTrigger(actions.play, [](Playback &playing) { playing.isPlaying() ? playing.pause() : playing.play(); });
    onTrigger(actions.stepMessage, [](Playback &playing) { playing.step(Playback::Step::Message); });
    onTrigger(actions.stepRound, [](Playback &playing) { playing.step(Playback::Step::Round); });
}

void PlayBar::makeSpeeds()
{
    m_speed->setAccessibleName(tr("Speed"));
    m_speed->setToolTip(tr("Speed of simulated time; 1× is real time"));
    for (const double speed : speeds)
        m_speed->addItem(u"%1×"_s.arg(locale().toString(speed)), speed * 1000);
    connect(m_speed, &QComboBox::activated, this, [this] {
        if (Playback *playing = playback())
            playing->setSpeed(m_speed->currentData().toDouble());
    });
}

Playback *PlayBar::playback() const
{
    return m_session->isOpen() ? m_session->source()->playback() : nullptr;
}

void PlayBar::setOnStage(bool isOnStage)
{
    m_isOnStage = isOnStage;
    refresh();
}

void PlayBar::refresh()
{
    const Playback *playing = playback();
    setVisible(playing && !m_isOnStage);
    m_actions.play->setEnabled(playing);
    m_actions.back->setEnabled(playing && playing->canBack());
    m_actions.stepMessage->setEnabled(playing && playing->canStep());
    m_actions.stepRound->setEnabled(playing && playing->canStep());
    if (!playing)
        return;
    m_actions.play->setText(playing->isPlaying() ? tr("Pause") : tr("Play"));
    m_actions.play->setIcon(toolIcon(playing->isPlaying() ? u"pause"_s : u"play"_s));
    const int speed = m_speed->findData(playing->speed());
    if (speed >= 0)
        m_speed->setCurrentIndex(speed);
}

} // namespace monitor
