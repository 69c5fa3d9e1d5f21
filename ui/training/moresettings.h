#pragma once

#include "training/trainingchoice.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace inceptoscope {

/// What of a training few people change: batch, seed, precision, threads, the folder of trainings.
class MoreSettings : public QWidget
{
    Q_OBJECT

public:
    explicit MoreSettings(QWidget *parent = nullptr);

    /// Puts what is chosen here into a choice.
    void putInto(TrainingChoice &choice) const;
    /// Does not tell.
    void showChoice(const TrainingChoice &choice);
    /// What each of so many networks gets where no number is chosen.
    void showShare(int threads);

    /// Below which each training gets a folder of its own.
    QString parentFolder() const;
    void setParentFolder(const QString &folder);

    QSpinBox *batchBox() { return m_batch; }

signals:
    void changed();

private:
    void buildNumbers();
    void layOut();
    void chooseParent();

    QSpinBox *m_batch;
    QSpinBox *m_seed;
    QComboBox *m_precision;
    QSpinBox *m_threads;
    QLineEdit *m_parent;
};

} // namespace inceptoscope
