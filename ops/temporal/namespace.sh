#!/bin/sh
# The namespace and its search attributes, where they are missing. Ended runs are kept for a week, to look at: the record
# is PostgreSQL.
set -eu
namespace=${TEMPORAL_NAMESPACE:-doudi}

temporal operator namespace describe --namespace "$namespace" > /dev/null 2>&1 ||
  temporal operator namespace create --namespace "$namespace" --retention 7d

known=$(temporal operator search-attribute list --namespace "$namespace")
for attribute in Programme CountyCode; do # never personal data
  case $known in
    *"$attribute"*) ;;
    *) temporal operator search-attribute create --namespace "$namespace" --name "$attribute" --type Keyword ;;
  esac
done
