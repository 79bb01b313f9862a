#!/bin/sh
echo 'A harmless script.'
