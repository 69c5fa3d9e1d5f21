#pragma once

#include "training/trainingchoice.h"

#include <QObject>
#include <QProcess>

#include <memory>

namespace inceptoscope {

/// What a run takes, as `train --dry-run` tells it.
struct RunForecast
{
    std::int64_t memory = 0; ///< bytes
    double epochSeconds = 0.0; ///< of the longest epochs, validation included
    double totalSeconds = 0.0;

    bool operator==(const RunForecast &) const = default;
};

/// Of the program's answer in JSON; the message is a reason alone.
Expected<RunForecast> readForecast(const QByteArray &json);

/// Finds out what a training would take before it is started: has the program take a few steps of
/// each variant, one after the other, as processes of their own, and writes nothing. A newer
/// request takes an older one's place.
class TrainingForecaster : public QObject
{
    Q_OBJECT

public:
    /// `program`: what it asks.
    explicit TrainingForecaster(const QString &program, QObject *parent = nullptr);
    ~TrainingForecaster() override;

    void request(const TrainingChoice &choice);
    /// Forgets what is known and what was asked for.
    void clear();

    bool isBusy() const { return m_process->state() != QProcess::NotRunning; }
    /// A line a variant, as far as they are known, or why there is none: plain text.
    QString text() const { return m_lines.join(u'\n'); }

signals:
    void changed();

private:
    void startNext();
    void finish();

    const QString m_program;
    std::unique_ptr<QProcess> m_process;
    TrainingChoice m_choice;
    qsizetype m_next = 0; ///< variant
    QStringList m_lines;
};

} // namespace inceptoscope
