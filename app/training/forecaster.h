#pragma once

#include "training/trainingchoice.h"

#include <QObject>
#include <QProcess>

#include <memory>
#include <vector>

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
/// each variant, as processes of their own, and writes nothing. They are measured at the same time,
/// as they would train: one that is through begins again until the others are, too. A newer request
/// takes an older one's place.
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

    bool isBusy() const { return m_lines.contains(QString()); }
    /// A line a variant, as far as they are known, or why there is none: plain text.
    QString text() const;

signals:
    void changed();

private:
    void start(std::size_t variant);
    void finish(std::size_t variant);
    void take(std::size_t variant, const QString &line);
    void stop();

    const QString m_program;
    TrainingChoice m_choice;
    std::vector<std::unique_ptr<QProcess>> m_processes; ///< by variant
    QStringList m_lines; ///< likewise; empty: not known yet
};

} // namespace inceptoscope
